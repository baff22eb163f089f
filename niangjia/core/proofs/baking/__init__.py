"""Credentials within pictures, as Open Badges 3.0 bakes them: written into PNG and SVG, and read from them."""

from niangjia.core.proofs.baking.png import PNG, bake_png, unbake_png
from niangjia.core.proofs.baking.svg import bake_svg, is_svg, unbake_svg

__all__ = ["PNG", "bake_png", "bake_svg", "is_svg", "unbake_png", "unbake_svg"]
