package io.facephys.pipeline.decode;

import io.facephys.pipeline.decode.BoundedBytesDeserializer.CutHeader;
import io.facephys.pipeline.record.Cuts;
import io.facephys.pipeline.record.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Takes Kafka records as they are, but for parts that {@link BoundedBytesDeserializer} has cut and
 * headers that are too many. What they hold is looked at after the source, where a bad one can
 * become a dead letter.
 */
public final class RawRecordDeserializer implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  private final int maxHeaderBytes;

  public RawRecordDeserializer(int maxHeaderBytes) {
    this.maxHeaderBytes = maxHeaderBytes;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    List<RawRecord.Header> headers = new ArrayList<>();
    List<RawRecord.Cut> cuts = new ArrayList<>();
    for (Header header : record.headers()) {
      if (header instanceof CutHeader told) {
        cuts.add(told.cut());
      } else {
        headers.add(new RawRecord.Header(header.key(), header.value()));
      }
    }
    RawRecord.Header[] kept =
        Cuts.kept(headers.toArray(RawRecord.Header[]::new), maxHeaderBytes, cuts);
    out.collect(
        new RawRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            kept,
            cuts.toArray(RawRecord.Cut[]::new)));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
