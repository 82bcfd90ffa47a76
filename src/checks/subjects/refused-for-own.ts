import { saysRole } from '../../contract/infer/conventions/access.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { toldPartiesOf } from './role-rights.ts';

/** Words by which a refusal holds for what the caller has made as well: "403 for all others, also for own tours", "not even for their own". */
const alsoForOwn = /\b(?:also|even|including|nor)\b[^.;]{0,30}\bown\b|\bown (?:\w+ )?(?:too|included|as well|not excepted)\b/iu;

/** Words for all callers, or all states, but those that are named: they say nothing of whose something is. */
const allOthers =
  /\b(?:all|any|every|the) others?\b(?: (?:states?|status(?:es)?|callers?|roles?))?|\b(?:everybody|everyone|anybody|anyone) else\b/giu;

/** Words that may tell apart whose something is. */
const whose =
  /\b(?:own|owns|owners?|others?|another|else|foreign|their|theirs|his|her|its|your|yours|mine|who|whom|whose|whoever|made|created|booked|author|creator|maker|requester|assigned|assignee|responsible|belong\w*)\b/iu;

/**
 * Is an operation that the document refuses to a role refused on what a caller of that role has made, too: the text says so, or names the role without a word of whose
 * something is. "Only managers cancel the bookings of others" leaves everybody the own ones.
 */
export const isRefusedForOwn = (contract: Contract, operation: Operation): boolean => {
  const { document } = contract;
  if (toldPartiesOf(contract, operation).length > 0) return false;
  const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
  const telling = sentences.filter((sentence) => whose.test(sentence.replaceAll(allOthers, ' ')));
  return telling.length > 0 ? telling.every((sentence) => alsoForOwn.test(sentence)) : saysRole(document, operation);
};
