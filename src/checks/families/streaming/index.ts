import type { Check } from '../../kit/define.ts';
import { streamEndsAfterCount, streamKeptFromOthers, streamResumes } from './asked-streams.ts';
import { streamMediaType, streamStaysOpen } from './connection.ts';
import { streamDataIsJson, streamEventsRecorded, streamFraming } from './events.ts';
import { toldEventsSent } from './told-events.ts';

/** The checks of the family `streaming`, in the order in which they run within a stage. */
export const streamingChecks: readonly Check[] = [
  streamFraming,
  streamDataIsJson,
  streamResumes,
  streamEndsAfterCount,
  streamKeptFromOthers,
  toldEventsSent,
  streamEventsRecorded,
  streamStaysOpen,
  streamMediaType,
];
