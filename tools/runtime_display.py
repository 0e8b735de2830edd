"""Run by the packaged program before anything else: Qt's display libraries where the PC has none.

Qt needs libGL and libEGL to be loaded at all, although a program of widgets draws without them. A PC with a display has
its own, which fit its graphics card; those beside the program are taken only where it has none.
"""

import ctypes
import sys
from pathlib import Path

FALLBACK = Path(getattr(sys, "_MEIPASS", "."), "display")

for name in ("libxcb.so.1", "libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1"):
    try:
        ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
    except OSError:
        if (FALLBACK / name).exists():
            ctypes.CDLL(str(FALLBACK / name), mode=ctypes.RTLD_GLOBAL)
