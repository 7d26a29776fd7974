"""What is forgotten of those who looked at a grid."""

from nettmelding.core.forgetting import removing
from nettmelding.grid.models import MapLook

LOOKS = removing(MapLook, lambda before: MapLook.objects.filter(quarter__lt=before))
