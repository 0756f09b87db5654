"""One-pass evaluation of OpenCV's KCF, CSRT and MIL on the frames and starts that ours are measured on.

Usage: compare-opencv.py <video> <truth.json> [--trackers KCF,CSRT,MIL]
truth.json: {"targets": [{"name", "boxes": [[x, y, width, height] | null, ...], "starts": [frame, ...]}]}, pixels from the
top left. Writes one JSON document: {"trackers": {"KCF": [{"name", "start", "auc", "precision20", "fps"}, ...]}}.
Needs python3-opencv with its contrib trackers.
"""
import json
import sys
import time

import cv2


def iou(a, b):
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def score(pairs):
    overlaps = [0.0 if box is None else iou(box, truth) for box, truth in pairs]
    thresholds = [k / 20 for k in range(21)]
    auc = sum(sum(o > t for o in overlaps) / len(overlaps) for t in thresholds) / len(thresholds)
    near = 0
    for box, truth in pairs:
        if box is not None:
            dx = box[0] + box[2] / 2 - truth[0] - truth[2] / 2
            dy = box[1] + box[3] / 2 - truth[1] - truth[3] / 2
            near += (dx * dx + dy * dy) ** 0.5 <= 20
    return auc, near / len(pairs)


def create(name):
    return getattr(cv2, f"Tracker{name}_create")()


def read_frames(path):
    capture = cv2.VideoCapture(path)
    frames = []
    while True:
        ok, frame = capture.read()
        if not ok:
            return frames
        frames.append(frame)


def main():
    video, truth_file = sys.argv[1:3]
    names = sys.argv[4].split(",") if len(sys.argv) > 4 else ["KCF", "CSRT", "MIL"]
    frames = read_frames(video)
    with open(truth_file) as file:
        targets = json.load(file)["targets"]
    results = {}
    for name in names:
        rows = []
        for target in targets:
            boxes = target["boxes"]
            last = min(len(frames), len(boxes))
            for start in target["starts"]:
                tracker = create(name)
                began = time.perf_counter()
                tracker.init(frames[start], tuple(int(round(v)) for v in boxes[start]))
                pairs = []
                for index in range(start + 1, last):
                    ok, box = tracker.update(frames[index])
                    if boxes[index] is not None:
                        pairs.append((box if ok else None, boxes[index]))
                seconds = time.perf_counter() - began
                if pairs:
                    auc, precision = score(pairs)
                    rows.append({"name": target["name"], "start": start, "auc": auc, "precision20": precision,
                                 "fps": (last - start - 1) / seconds})
        results[name] = rows
    print(json.dumps({"trackers": results}))


main()
