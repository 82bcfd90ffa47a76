import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';

/** RFC 9562, section 4. */
export const uuid: TextFormat = {
  name: 'uuid',
  arb: fc.uuid(),
  accepts: (text) => /^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/.test(text),
  nearMisses: [
    '00000000-0000-4000-8000-00000000000',
    '00000000-0000-4000-8000-00000000000g',
    '00000000-0000-4000-8000-000000000000-0',
    'not-a-uuid',
  ],
};
