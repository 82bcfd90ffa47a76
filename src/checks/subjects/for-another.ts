import { askedSchema } from '../../contract/asked-content.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { beginsWith, isSamePath } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const holders =
  'account tenant user customer organization organisation org workspace team company branch merchant member person client'.split(' ');

/** "Offer a garden to another account", "Shares the sheet with other users". */
const handed = new RegExp(
  String.raw`\b(?:offer|give|hand|send|pass|lend|transfer|invite|share|assign|grant|propose|sell|move)(?:s|ed|es|ing)?\b[^.;]*\b(?:to|with) (?:an?other|the other|other|a different|different|somebody else['’]s|someone else['’]s) (?:${holders.join('|')})s?\b`,
  'iu',
);

/** "Those offered to your account", "what was shared with you". */
const received =
  /\b(?:offered|sent|given|addressed|handed(?: over)?|shared|passed on|transferred|proposed) (?:to|with) (?:your|you|the caller)\b/iu;

/** Words of a member that stand for whom something goes to, alone or before a word for a holder. */
const towards: ReadonlySet<string> = new Set('target recipient destination receiving receiver to new other invited with'.split(' '));
const alone: ReadonlySet<string> = new Set(['recipient', 'receiver', 'invitee', 'grantee', 'beneficiary', 'counterparty']);

/** Does a member of the body of a creation name whom it goes to, and not something that the run creates. */
const namesAnother = (contract: Contract, create: Operation): boolean =>
  [...membersOf(contract.document, askedSchema(create.body)).keys()].some((name) => {
    const words = wordsOf(name)
      .map(singular)
      .filter((word) => !['id', 'number', 'name', 'email'].includes(word));
    const [first = '', second = '', ...more] = words;
    const isMeant = (words.length === 1 && alone.has(first)) || (more.length === 0 && towards.has(first) && holders.includes(second));
    return isMeant && referenceAt(contract, create, [name])?.resourceType === undefined;
  });

const said = ({ document }: Contract, { location }: Operation): readonly string[] =>
  saidIn(valueAt(document, nodeOf(location))).flatMap(sentencesOf);

/** Is what a creation makes meant for another account as well: "Offer a garden to another account". */
const goesToAnother = (contract: Contract, { create, list }: AnyInferred): boolean =>
  said(contract, create).some((sentence) => handed.test(sentence)) ||
  namesAnother(contract, create) ||
  (list !== undefined && said(contract, list).some((sentence) => received.test(sentence)));

/** Is an operation about what the run creates for another account too, so that both see it: an offer, an invitation, something that is shared with somebody. */
export const isForAnother = (contract: Contract, operation: Operation): boolean =>
  [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].some(
    (type) =>
      operation.key !== type.create.key &&
      (beginsWith(operation.path, itemOf(type).path) || isSamePath(operation.path, type.name)) &&
      goesToAnother(contract, type),
  );
