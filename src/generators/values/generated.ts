import type * as fc from 'fast-check';
import type { Contract, Schema } from '../../contract/model.ts';
import type { Direction } from '../../contract/schema/same-value.ts';

export type { Direction };

export type ValueContext = {
  /** The document that `$ref` refers into. */
  readonly document: Contract['document'];
  /** Other schemas that references may name, by the absolute URI that they come from. Nothing is fetched. Default: none. */
  readonly schemas?: ReadonlyMap<string, Schema>;
  /** The pointer of the schema in it, as a fragment; pointers in results are below it. Default: `#`. */
  readonly pointer?: string;
  /** Default: nothing is left out. */
  readonly direction?: Direction;
  /** Levels of arrays and objects in which optional parts are made. Default: 3. */
  readonly depth?: number;
  /** Called with a value that turned out not to match and was dropped: a defect of a generator. */
  readonly onDefect?: (value: unknown) => void;
};

/** A remark about a schema: an example that does not match, or a branch that is never taken. */
export type Note = { readonly pointer: string; readonly note: string };

/** Values that match a schema; or the proof that there are none; or what is not supported yet. */
export type Generated =
  | { readonly kind: 'ok'; readonly arb: fc.Arbitrary<unknown>; readonly notes: readonly Note[] }
  /** `why` names the nodes that contradict each other. */
  | { readonly kind: 'unsatisfiable'; readonly why: readonly string[] }
  | { readonly kind: 'unsupported'; readonly pointer: string; readonly keyword: string; readonly reason: string };
