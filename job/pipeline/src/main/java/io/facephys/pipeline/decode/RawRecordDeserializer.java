package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.decode.BoundedBytesDeserializer.TruncationHeader;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.Truncations;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Takes Kafka records as they are, but notes what {@link BoundedBytesDeserializer} has truncated
 * and leaves out headers that are too large. Nothing is decoded in the source, because only an
 * operator behind it can make a dead letter of a bad record.
 */
@Internal
public final class RawRecordDeserializer implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private final int maxHeaderBytes;

  public RawRecordDeserializer(int maxHeaderBytes) {
    this.maxHeaderBytes = maxHeaderBytes;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    List<RawRecord.Header> headers = new ArrayList<>();
    List<RawRecord.Truncation> truncations = new ArrayList<>();
    for (Header header : record.headers()) {
      if (header instanceof TruncationHeader truncated) {
        truncations.add(truncated.truncation());
      } else {
        headers.add(new RawRecord.Header(header.key(), header.value()));
      }
    }
    RawRecord raw =
        new RawRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            headers.toArray(RawRecord.Header[]::new),
            truncations.toArray(RawRecord.Truncation[]::new));
    out.collect(Truncations.withHeadersUpTo(maxHeaderBytes, raw));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
