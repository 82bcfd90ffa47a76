/** The record of a run, `run.jsonl`: what was planned and what came of it, one JSON value a line. See docs/record.md. */
export { entriesOf } from './record-entries.ts';
export { countedLevels, exitCodes, recordFormat } from './record-lines.ts';
export type {
  CaseResult,
  ChangeRow,
  CountedLevel,
  Counts,
  ExitCode,
  LeftResource,
  RecordedRequirement,
  RecordedSources,
  RecordedTarget,
  RecordEntry,
  RecordFooter,
  RecordHeader,
  RunRecord,
  TargetEnd,
  TargetFooter,
  TargetRecord,
  TargetSettings,
} from './record-lines.ts';
export { readHeader, readRecord, RecordError } from './record-reader.ts';
export { recordSchema } from './record-schema.ts';
export { createRecordWriter } from './record-writer.ts';
