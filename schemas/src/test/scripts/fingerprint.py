"""CRC-64-AVRO fingerprints of the schemas, from the pseudo code of the Avro specification.

    python3 fingerprint.py ../../main/avro/*.avsc

Prints for each file the fingerprint as a number and as the 8 bytes that a message carries.
"""

import json
import sys

EMPTY = 0xC15D213AA4D7A795
KEPT = ["name", "type", "fields", "symbols", "items", "values", "size"]
PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}
TABLE = []
for i in range(256):
    entry = i
    for _ in range(8):
        entry = (entry >> 1) ^ (EMPTY if entry & 1 else 0)
    TABLE.append(entry)


def canonical(schema, namespace=""):
    """Parsing canonical form: full names, the kept attributes in their order, no white space."""
    if isinstance(schema, str):
        return json.dumps(schema if schema in PRIMITIVES or "." in schema else f"{namespace}.{schema}")
    if isinstance(schema, list):
        return "[" + ",".join(canonical(branch, namespace) for branch in schema) + "]"
    if schema["type"] in PRIMITIVES:
        return canonical(schema["type"])
    namespace = schema.get("namespace", namespace)
    parts = []
    for key in (key for key in KEPT if key in schema):
        value = schema[key]
        if key == "name":
            text = json.dumps(value if "." in value else f"{namespace}.{value}")
        elif key == "fields":
            fields = [f'{{"name":"{f["name"]}","type":{canonical(f["type"], namespace)}}}' for f in value]
            text = "[" + ",".join(fields) + "]"
        elif key == "symbols":
            text = json.dumps(value, separators=(",", ":"))
        elif key == "type" and value in {"record", "enum", "array", "map", "fixed"}:
            text = json.dumps(value)
        else:
            text = canonical(value, namespace)
        parts.append(f'"{key}":{text}')
    return "{" + ",".join(parts) + "}"


def fingerprint(text):
    crc = EMPTY
    for byte in text.encode():
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    return crc


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    crc = fingerprint(canonical(schema))
    print(schema["name"], f"{crc:016x}", crc.to_bytes(8, "little").hex())
