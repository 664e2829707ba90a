"""Drawings as inline SVG, made here and not in the browser: boxes, links, lines in named styles, text that wraps.

No models and no words of a page: whoever draws brings both. A drawing in short:

    drawing = Drawing("money", "Where the money goes", "Two amounts flow into one.")
    left = drawing.box(Box.around(("Federal share", "$2 million"), x=0, y=0, width=180, url="/funding/federal/"))
    right = drawing.box(Box.around(("Investment", "$4 million"), x=320, y=0, width=180))
    drawing.line(left.right, right.left, Stroke.FIRM, "pays for")
    context = {"picture": drawing.picture("Picture: where the money goes")}

and in the template `{% include "components/picture.html" with picture=picture only %}`. Sizes are units of the drawing:
16 of them are one line of text (1rem). Colours, fonts and dashes stand in static/css/components/picture.css.
"""

from .boxes import Box, Point, frame_key
from .drawing import Drawing, Picture
from .strokes import Stroke, stroke_key
from .text import English, text_width, wrap

__all__ = ["Box", "Drawing", "English", "Picture", "Point", "Stroke", "frame_key", "stroke_key", "text_width", "wrap"]
