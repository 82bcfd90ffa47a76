import { sentencesByPart } from '../../../contract/infer/sentences.ts';
import type { Contract } from '../../../contract/model.ts';
import { saidIn } from '../../../contract/said.ts';
import { at } from '../../kit/define.ts';
import { describedMethods, gentlePaths, type HarmlessPath } from './other-methods.ts';

/** What the introduction says of the answers to OPTIONS: "`OPTIONS` needs no key and gets `204` with `Allow`". */
export type ToldOptions = HarmlessPath & {
  /** A status of success; undefined where the text tells none. */
  readonly status: number | undefined;
  /** Names of the fields that the answer has. */
  readonly headers: readonly string[];
  /** Needs it no credential. */
  readonly isOpen: boolean;
};

type Said = Pick<ToldOptions, 'status' | 'headers' | 'isOpen'>;

const about = /`OPTIONS`|\bOPTIONS\b/u;

/** Words by which it is so in some cases alone. */
const hedged = /\b(?:may|might|can|could|should|some|if|when|unless|except|only|or|never|not (?:answered|served|known))\b/iu;

const open =
  /\b(?:needs?|requires?|takes?) no (?:[a-z]+ )?(?:key|token|credentials?|authentication|authorization|login)\b|\bwithout (?:an? |any )?(?:[a-z]+ )?(?:key|token|credentials?|authentication)\b/iu;

const field = /`(?<name>Allow|Access-Control-[A-Za-z-]+)`/gu;

/** Behind a comma the sentence may go on about something else: "`OPTIONS` needs no key, and every `GET` answers `200`". */
const goesOn = /,\s+(?:and|but|while|whereas)\s+(?=`|(?:the|an?|all|every|each|any|it|other)\b)/u;

const saidBy = (clause: string): Said | undefined => {
  const from = clause.search(about);
  if (from < 0) return undefined;
  const [part = ''] = clause.slice(from).split(goesOn);
  // A status of a refusal tells of another case: "`OPTIONS` without a key gets `401`".
  if (hedged.test(part.replaceAll(/`[^`]*`/gu, ' ')) || /(?<![\w.])[345]\d\d(?![\w.])/u.test(part)) return undefined;
  const status = /(?<![\w.])(2\d\d)(?![\w.])/u.exec(part)?.[1];
  const headers = [...part.matchAll(field)].flatMap(({ groups }) => groups?.['name'] ?? []);
  const isOpen = open.test(part);
  // Fields that a sentence names beside it may be those of other answers where it tells no status of its own.
  const own = status === undefined ? [] : headers;
  return status !== undefined || isOpen ? { status: status === undefined ? undefined : Number(status), headers: own, isOpen } : undefined;
};

const saidIntroducing = ({ document }: Contract): Said | undefined => {
  const all = saidIn(document['info'])
    .flatMap(sentencesByPart)
    .flat()
    .flatMap((sentence) => sentence.split(/;\s+/u))
    .flatMap((clause) => saidBy(clause) ?? []);
  const statuses = new Set(all.flatMap(({ status }) => status ?? []));
  if (all.length === 0 || statuses.size > 1) return undefined;
  return { status: [...statuses][0], headers: all.flatMap(({ headers }) => headers), isOpen: all.some(({ isOpen }) => isOpen) };
};

/** Paths at which the document has no OPTIONS of its own, and its introduction tells how that is answered. Most of them are alike, so that two are asked. */
export const toldOptions = (contract: Contract): readonly ToldOptions[] => {
  const said = contract.standard.size === 0 ? undefined : saidIntroducing(contract);
  if (said === undefined) return [];
  const paths = gentlePaths(contract).filter(({ operation }) => !describedMethods(contract, operation.path).includes('OPTIONS'));
  const secured = paths.filter(({ operation }) => operation.secured);
  return (secured.length > 0 ? secured : paths).slice(0, 2).map((path) => at(path.location, { ...path, ...said }));
};
