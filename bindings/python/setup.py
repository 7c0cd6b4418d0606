"""Takes the public header, its version and, when they were made, the library and the models from the checkout into the
package."""
import pathlib
import re
import shutil

from setuptools import setup

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE / "inquit"
ROOT = HERE.parents[1]

for path in (ROOT / "src" / "inquit.h", ROOT / "build" / "libinquit.so", ROOT / "models" / "en.inq",
             ROOT / "models" / "en-fast.inq"):
    if path.exists():
        shutil.copy(path, PACKAGE / path.name)

header = (PACKAGE / "inquit.h").read_text()
setup(version=re.search(r'INQ_VERSION "(.*)"', header).group(1))
