"""Libraries in C that only tests need: compiled when they are wanted, installed never."""

from __future__ import annotations

import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def compile_library(name: str, folder: Path, *packages: str) -> Path:
    """Compile NAME.c of this folder into FOLDER/NAME.so, with what these packages say."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *packages], check=True, capture_output=True,
                           text=True).stdout.split()
    library = folder / f"{name}.so"
    subprocess.run(["gcc", "-O1", "-w", "-shared", "-fPIC", "-Wl,-Bsymbolic", "-o", str(library),
                    str(HERE / f"{name}.c"), *flags], check=True)
    return library
