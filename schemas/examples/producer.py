"""Sends face chunks to Kafka from Python, written against schemas/ alone.

    pip install avro kafka-python          (Debian: python3-avro, python3-kafka)
    python3 producer.py HOST:PORT          sends a grey square for 12 s: replace frames() by your crops
    ./facephys check --bootstrap-servers HOST:PORT
"""

import io
import pathlib
import struct
import sys
import time

import avro.io
import avro.schema

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = avro.schema.parse((HERE / "../src/main/avro/FaceChunk.avsc").read_text())
FINGERPRINT = 0x54EE3FF573DA8D7E  # schemas/README.md, "Encoding"
HEIGHT = WIDTH = 36


def encode(subject, camera, sequence, times_micros, frames):
    """One message. frames: uint8 bytes, (frame, row, column, red-green-blue), one frame a time."""
    if len(frames) != len(times_micros) * HEIGHT * WIDTH * 3:
        raise ValueError(f"{len(frames)} bytes do not hold {len(times_micros)} frames")
    out = io.BytesIO(struct.pack("<2sQ", b"\xc3\x01", FINGERPRINT))
    out.seek(0, io.SEEK_END)
    chunk = {
        "subjectId": subject,
        "cameraId": camera,
        "sequence": sequence,
        "captureTimesMicros": times_micros,
        "height": HEIGHT,
        "width": WIDTH,
        "pixelFormat": "RGB8",
        "frames": frames,
    }
    avro.io.DatumWriter(SCHEMA).write(chunk, avro.io.BinaryEncoder(out))
    return out.getvalue()


def frames():
    """Yields (time of exposure in microseconds, 3,888 bytes). Yours comes from a camera."""
    start = time.time()
    for number in range(360):
        due = start + number / 30
        time.sleep(max(0, due - time.time()))
        yield int(due * 1e6), bytes([150 + number % 2, 110, 90]) * (HEIGHT * WIDTH)


def main(brokers):
    from kafka import KafkaProducer  # only here, so that encode() can be used without it

    # Newer clients than 2.0 also take enable_idempotence=True: set it.
    producer = KafkaProducer(
        bootstrap_servers=brokers, acks="all", max_in_flight_requests_per_connection=1, retries=10
    )
    sequence, times, pixels = 0, [], b""
    for micros, frame in frames():
        times.append(micros)
        pixels += frame
        if len(times) == 30:
            value = encode("python-subject", "python-camera", sequence, times, pixels)
            producer.send("face-chunks", key=b"python-subject", value=value)
            sequence, times, pixels = sequence + 1, [], b""
    producer.flush()
    print(f"{sequence} chunks sent")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
