package io.facephys.operations.savepoint;

/**
 * One value that is stored of a subject, as the bytes of its serializer.
 *
 * @param state name of the operator's state
 * @param key where in the state it stands, for instance a camera's id; empty if the state has one
 *     value
 * @param value the value
 */
public record StoredEntry(String state, byte[] key, byte[] value) {}
