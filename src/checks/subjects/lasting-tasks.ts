import { tellsThing } from '../../contract/infer/effects/named-things.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';

/** Words by which a document says that a task may last. */
const lasting =
  /\b(?:takes?|taking|lasts?|within|after|up to|for|several|a few|some|many|\d+)\s+(?:\w+\s+){0,2}(?:minutes?|hours?|days?)\b|\b(?:overnight|nightly|manual(?:ly)?|approv\w+|a while|long)\b/iu;

/** Words by which a task waits for something that nobody may bring about: "stay `queued` until the device is online again", not "stays pending until it is done". */
const waiting =
  /\b(?:stays?|remains?|waits?|(?:is|are) (?:kept|held|queued|parked))\b[^.;]*\b(?:until|till|while|as long as|unless)\b(?![^.;]*\b(?:done|ready|finish\w*|complet\w*|processed|over|ends?|succeed\w*|fail\w*)\b)/iu;

/** May a task last longer than a run waits, or for ever, as its operations say. */
export const mayLast = ({ document }: Contract, operations: readonly Operation[]): boolean =>
  operations.some((one) => {
    const said = JSON.stringify(valueAt(document, nodeOf(one.location)) ?? '');
    // What a thing of the run is told to do, nobody may be there to do.
    return tellsThing(one) || lasting.test(said) || waiting.test(said);
  });
