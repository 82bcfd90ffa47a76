/** The record of a run, `run.jsonl`: its plan and its results, one JSON value in each line. See docs/record.md. */
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
  RecordedVerdict,
  RecordEntry,
  RecordFooter,
  RecordHeader,
  ResumedRun,
  RunRecord,
  TargetEnd,
  TargetFooter,
  TargetRecord,
  TargetSettings,
} from './record-lines.ts';
export { readBegun, type BegunRecord } from './begun-record.ts';
export { readHeader, readRecord, readRecordLines, RecordError } from './record-reader.ts';
export { recordSchema } from './record-schema.ts';
export { createRecordWriter } from './record-writer.ts';
