"""From the resources folder to Framework objects: plans, measures, places and boards."""

from cypworkbench.catalogue.frameworks import list_frameworks, load_framework
from cypworkbench.locations import resource_path, sample_path

__all__ = ["list_frameworks", "load_framework", "resource_path", "sample_path"]
