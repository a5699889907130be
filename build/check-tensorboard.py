"""Reads a run that was made with log.tensorboard=true by TensorBoard's own reader and compares it with metrics.csv and frames/.

Usage: python build/check-tensorboard.py RUN    with a Python that has the package tensorboard
"""
import csv
import pathlib
import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = pathlib.Path(sys.argv[1])
events = EventAccumulator(str(run), size_guidance={"scalars": 0, "images": 0}).Reload()
rows = list(csv.DictReader(open(run / "metrics.csv")))
compared = 0
for column in [name for name in rows[0] if name not in ("step", "time")]:
    ours = [(int(row["step"]), struct.unpack("f", struct.pack("f", float(row[column])))[0]) for row in rows if row[column]]
    theirs = [(event.step, event.value) for event in events.Scalars(column)] if ours else []
    assert ours == theirs, f"{column}: metrics.csv has {ours}, TensorBoard {theirs}"
    compared += len(ours)
frames = sorted(path for path in (run / "frames").glob("*.png") if path.stem.isdigit())
images = events.Images("frame") if frames else []
assert [image.step for image in images] == [int(path.stem) for path in frames], "steps of the pictures differ"
for image, path in zip(images, frames):
    content = path.read_bytes()
    assert image.encoded_image_string == content, f"{path} differs"
    assert (image.width, image.height) == struct.unpack(">II", content[16:24]), f"the size of {path} differs"
print(f"TensorBoard returned our {compared} numbers and {len(images)} pictures, each once and in order.")
