import { tellsThing } from '../../contract/infer/effects/named-things.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** Minutes and more, by which a document says that a task may last. */
const minutes =
  /\b(?:takes?|taking|lasts?|within|after|up to|for|several|a few|some|many|\d+)\s+(?:\w+\s+){0,2}(?:minutes?|hours?|days?)\b/iu;

/** Words by which a document says the same. */
const lasting = /\b(?:overnight|nightly|manual(?:ly)?|approv\w+|a while|long)\b/iu;

/** Words by which a task waits for something that nobody may bring about: "stay `queued` until the device is online again", not "stays pending until it is done". */
const waiting =
  /\b(?:stays?|remains?|waits?|(?:is|are) (?:kept|held|queued|parked))\b[^.;]*\b(?:until|till|while|as long as|unless)\b(?![^.;]*\b(?:done|ready|finish\w*|complet\w*|processed|over|ends?|succeed\w*|fail\w*)\b)/iu;

/** A bound in seconds for the end of a task: "is `done` or `failed` after at most 5 seconds", "takes at most ten seconds". */
const ofSeconds =
  /\b(?:at (?:the )?(?:most|latest)|within|(?:no|not) (?:more|longer|later) than|(?:less|shorter) than|under|up to|max(?:imum|\.)?(?: of)?) (?:after )?(?:\d+|one|two|three|five|ten|fifteen|twenty|thirty|a few|some)\s?(?:s|secs?|seconds?)\b(?! (?:on average|usually|mostly|typically|as a rule))/iu;

/** Words by which a bound holds for most tasks alone. */
const mostly = /\b(?:usually|mostly|typically|normally|often|generally|as a rule|on average|usual)\b/iu;

/** May a task last longer than a run waits, or for ever, as its operations say. */
export const mayLast = ({ document }: Contract, operations: readonly Operation[]): boolean =>
  operations.some((one) => {
    const said = JSON.stringify(valueAt(document, nodeOf(one.location)) ?? '');
    // What a thing of the run is told to do, nobody may be there to do.
    const isBound = saidIn(valueAt(document, nodeOf(one.location)))
      .flatMap(sentencesOf)
      .some((sentence) => ofSeconds.test(sentence) && !mostly.test(sentence) && !minutes.test(sentence));
    return tellsThing(one) || (!isBound && (lasting.test(said) || minutes.test(said))) || waiting.test(said);
  });
