"""One module an area; `ROUTERS` is the list of them with the tag each has in the description."""

from ninja import Router

from nettmelding.api.routes import (
    accounts,
    actions,
    attachments,
    catalogue,
    changes,
    children,
    declarations,
    field,
    forms,
    grid,
    installations,
    notices,
    parties,
    places,
    projects,
    registers,
    requests,
    sent,
    users,
    work_orders,
)

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("Notices", notices.router),
    ("Filling in", forms.router),
    ("Filling in", places.router),
    ("Parties", parties.router),
    ("Attachments", attachments.router),
    ("Actions", actions.router),
    ("Actions", changes.router),
    ("Metering points of a block notice", children.router),
    ("What was sent and said", sent.router),
    ("Projects", projects.router),
    ("Requests", requests.router),
    ("Notice types", catalogue.router),
    ("Registers", registers.router),
    ("Installations", installations.router),
    ("The grid", grid.router),
    ("Work orders", work_orders.router),
    ("In the field", field.router),
    ("Declarations of conformity", declarations.router),
    ("Company", accounts.router),
    ("Users", users.router),
)
