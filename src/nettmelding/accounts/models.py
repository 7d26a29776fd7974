"""A person who signs in. What they may do follows from their memberships, not from here."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from nettmelding.core import clock
from nettmelding.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user by e-mail address, which is kept in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person, one sign-in, however many companies they act for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    """In small letters; null for one who has a mobile or a user name only."""
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    """In small letters; only where a company gives its people user names."""
    name = models.CharField(max_length=120)
    mobile = models.CharField(max_length=20, blank=True, default="")
    """E.164."""
    mobile_confirmed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="nb")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    must_change_password = models.BooleanField(default=False)
    """Has a temporary password: nothing else can be done before it is changed."""
    temporary_until = models.DateTimeField(null=True)
    """When the temporary password stops to hold."""
    seen_at = models.DateTimeField(null=True)
    """Last seen, to the hour."""
    mails = models.JSONField(default=dict)
    """On or off by code of `accounts.wishes.WISHES`; what is not there is on."""
    erased_at = models.DateTimeField(null=True)
    """Since when nothing is left but the name that cases carry."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mobile"],
                condition=models.Q(email__isnull=True, username__isnull=True) & ~models.Q(mobile=""),
                name="mobile_signs_in_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
