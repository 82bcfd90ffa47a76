import type * as fc from 'fast-check';
import type { ValueContext } from '../values/generated.ts';
import type { Sending } from './wire/sending.ts';

/** Values that break one keyword of a schema and nothing else. */
export type Breach = {
  /** The schema node whose keyword is broken. */
  readonly pointer: string;
  /** JSON pointer of the broken part inside the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly arb: fc.Arbitrary<unknown>;
};

export type BreachContext = ValueContext & {
  /**
   * How a value is sent. A breach counts only where every reasonable reading of what is sent breaks the schema. Default: as a JSON body.
   */
  readonly sending?: Sending;
  /**
   * Is a `format` asserted? Default: no, it is an annotation (JSON Schema 2020-12, Validation section 7.2.1), so breaking it breaks
   * nothing.
   */
  readonly formats?: 'annotated' | 'asserted';
};
