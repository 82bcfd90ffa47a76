import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** Members that no schema has: "unknown members", "members that are not in the schema", "members we do not know". */
const unknown =
  /\b(?:unknown|unexpected|undeclared|undocumented|undescribed|unrecogni[sz]ed|additional|extra)(?: \w+)? (?:members?|fields?|propert(?:y|ies)|attributes?|keys)\b|\b(?:members?|fields?|propert(?:y|ies)|attributes?)(?: of [^.;,]{1,40})?,?(?: (?:that|which))?(?: (?:are|is))? (?:not (?:in|part of|described|declared|listed|named|known|defined|documented)\b|(?:we|it|the (?:server|service|api)) (?:do(?:es)? not|don['’]t|doesn['’]t) know|unknown to)/iu;

const withoutEffect =
  /\b(?:(?:is|are|get|be) (?:[^.;]{0,30}\b)?(?:ignored|dropped|discarded|stripped|refused|rejected|answered with `?4)|(?:never|not) (?:be )?(?:stored|kept|saved|taken over|written)|(?:gives?|get) (?:a )?`?4(?:00|22))/iu;

/** Words by which such members are kept, or it is readers of answers that have to ignore them. */
const otherwise =
  /\b(?:answers?|responses?|clients?|you (?:should|must)|your (?:code|client|parser)|should|readers?|custom|metadata|events?|payloads?|query|header|(?<!never )(?<!not )(?:stored|kept|preserved|saved) (?:as|with|and|unchanged))\b/iu;

const denied = /\b(?:not|never) (?:ignored|dropped|discarded|refused|rejected)\b/iu;

/** Does a text of a document say that members of a body which no schema has are refused, or have no effect: "Unknown members are refused with `422` or ignored; they are never stored". */
export const saysUnknownWithoutEffect = (contract: Contract, operation: Operation): boolean =>
  [
    ...saidIn(contract.document['info']),
    ...saidIn(valueAt(contract.document, nodeOf(operation.location))),
    ...descriptionsIn(contract.document, askedSchema(operation.body)),
  ]
    .flatMap(sentencesOf)
    .some((one) => unknown.test(one) && withoutEffect.test(one) && !otherwise.test(one) && !denied.test(one));
