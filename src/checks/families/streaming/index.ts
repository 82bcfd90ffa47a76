import type { Check } from '../../kit/define.ts';
import { streamDataIsJson } from './data-is-json.ts';
import { streamEventsRecorded } from './events-recorded.ts';
import { streamFraming } from './framing.ts';
import { streamMediaType } from './media-type.ts';
import { streamStaysOpen } from './stays-open.ts';

/** The checks of the family `streaming`, in the order in which they run within a stage. */
export const streamingChecks: readonly Check[] = [streamFraming, streamDataIsJson, streamEventsRecorded, streamStaysOpen, streamMediaType];
