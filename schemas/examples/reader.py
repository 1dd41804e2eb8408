"""Prints what the job writes in its default format, one JSON object a line, until nothing has come for 10 s.

    pip install fastavro confluent-kafka
    python3 reader.py HOST:PORT vital-signs
"""

import io
import json
import pathlib
import sys

import fastavro

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = {  # schemas/README.md, "Encoding": the first ten bytes of a message
    "c301fe1e0f305ef3aa5c": "PulseWaveform",
    "c3010199b4a8c672723c": "PulseBeat",
    "c30175ecb9db51652cfa": "VitalSigns",
}


def schema_of(value):
    """The schema that a message was written with."""
    header = value[:10].hex()
    if header not in SCHEMAS:
        raise ValueError(f"{header} begins no message of these schemas")
    path = HERE / "../src/main/avro" / (SCHEMAS[header] + ".avsc")
    return fastavro.parse_schema(json.loads(path.read_text()))


def decode(value):
    """The record that a message holds, as a dictionary; times are datetimes."""
    return fastavro.schemaless_reader(io.BytesIO(value[10:]), schema_of(value))


def main(brokers, topic):
    # Only here, so that decode() can be used without it.
    from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, TopicPartition

    # This client reads committed records only, unless told otherwise. It asks for a group and does not use it here.
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "reader", "enable.auto.commit": False})
    partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
    if not partitions:
        sys.exit(f"topic '{topic}' is not there")
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in partitions])
    while (record := consumer.poll(10)) is not None:
        if record.error():
            raise KafkaException(record.error())
        print(json.dumps(decode(record.value()), default=str))
    consumer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
