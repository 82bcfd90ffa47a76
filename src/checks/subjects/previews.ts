import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { isType } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A request that tells what another one would give, with the same values, by the words of the document. */
export type Preview = Subject & {
  readonly preview: Operation;
  readonly act: Operation;
  /** The boolean query parameter of the act itself that makes it a preview. */
  readonly flag: string | undefined;
  /** What both are about, where their path ends in one. */
  readonly on: Trip | undefined;
  readonly sentence: string;
};

const previewing =
  /^(?:preview|quote|estimate|calculate|calculation|simulate|simulation|dry run|dryrun|price|pricing)\b|\b(?:preview|quote|estimate)$/u;
const flagNames: ReadonlySet<string> = new Set(['dry run', 'dryrun', 'preview', 'simulate', 'validate only', 'preview only']);

/** "exactly what the order would cost", "the same amounts as the change". */
const saysSame =
  /\b(?:exactly|the same|identical|precisely|to the cent)\b[^.;]*\b(?:what|as|that|which|amounts?|totals?|prices?|values?|numbers?|figures?|lines?|result)\b|\b(?:amounts?|totals?|prices?|figures?|numbers?|values?)\b[^.;]*\b(?:equals?|(?:are|is) (?:equal|identical|the same|(?:exactly )?(?:those|that|the ones) (?:of|that)))\b|\bthe (?:amounts?|totals?|prices?) (?:that|as) `?(?:POST|PATCH|PUT) \/\S+ would\b/iu;
const would = /\b(?:would|will|then|after(?:wards)?|as (?:the|a|an)?|of the|by|POST|PATCH|PUT)\b/u;

/** Words by which a preview may tell something else. */
const isOpen =
  /\b(?:may|might|can) (?:still )?(?:differ|change|vary)|\bapprox\w*|\brough\w*|\bindicative\b|\bnon-?binding\b|\bnot binding\b|\bprorat\w*|\bpro[- ]rata\b|\bto the second\b|\bexcept\b|\bunless\b|\bwithout (?:tax|discount|shipping)/iu;

const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

const promiseIn = (texts: readonly string[]): string | undefined =>
  texts.some((text) => isOpen.test(text)) ? undefined : texts.flatMap(sentencesOf).find((one) => saysSame.test(one) && would.test(one));

/** The operation that a text names by its method and path: "`POST /orders`". */
const namedAct = ({ operations }: Contract, preview: Operation, texts: readonly string[]): Operation | undefined => {
  const named = texts.flatMap((text) => [...text.matchAll(/\b(POST|PATCH|PUT) (\/[^\s`,;)]*[^\s`.,;)])/gu)]);
  const found = operations.filter(
    (one) =>
      one !== preview &&
      named.some(([, method = '', path = '']) => one.method === method && (one.path.endsWith(path) || isSamePath(one.path, path))),
  );
  return new Set(found).size === 1 ? found[0] : undefined;
};

/** The operation whose path that of a preview goes on from: `POST /orders` of `POST /orders/preview`, `PATCH /plans/{id}` of `POST /plans/{id}/preview`. */
const besideAct = ({ operations }: Contract, preview: Operation): Operation | undefined => {
  const above = pathAbove(preview.path);
  const beside = (method: string): Operation | undefined => operations.find((one) => one.method === method && isSamePath(one.path, above));
  return beside('POST') ?? beside('PATCH') ?? beside('PUT');
};

/** Can both take the same values: what one of them requires the other one knows. */
const areAlike = (contract: Contract, preview: Operation, act: Operation): boolean => {
  const [asked, acted] = [preview, act].map((one) => bodyMembers(contract, one));
  const queries = preview.parameters.filter(({ in: where }) => where === 'query');
  const known = new Set([...(asked ?? []).map(({ name }) => name), ...queries.map(({ name }) => name)]);
  const members = new Set((acted ?? []).map(({ name }) => name));
  const needed = [...(asked ?? []).filter(({ required }) => required), ...queries.filter(({ required }) => required)];
  return (
    known.size > 0 &&
    (acted ?? []).every(
      ({ name, required }) => !required || known.has(name) || /^(?:note|comment|name|title|reference|email)$/u.test(name),
    ) &&
    needed.every(({ name }) => members.has(name))
  );
};

const tripAt = (contract: Contract, path: string): Trip | undefined =>
  roundTrips(contract).find(({ itemPath }) => isSamePath(itemPath, path));

/** What a preview and its act are about; null where their paths have nothing in common that a run can make. */
const sharedTrip = (contract: Contract, preview: Operation, act: Operation): Trip | undefined | null => {
  const [one, other] = [parametersIn(preview.path), parametersIn(act.path)];
  if (one.length === 0 && other.length === 0) return undefined;
  if (one.length !== other.length) return null;
  const item = preview.path.slice(0, preview.path.lastIndexOf('}') + 1);
  const same = act.path.slice(0, act.path.lastIndexOf('}') + 1);
  return isSamePath(item, same) ? (tripAt(contract, item) ?? null) : null;
};

/** Every such preview of a contract that is held to the standard requirements. */
export const previews = (contract: Contract): readonly Preview[] => {
  if (contract.standard.size === 0) return [];
  return contract.operations.flatMap((preview): Preview[] => {
    if (preview.unsupported !== undefined) return [];
    const texts = textsOf(contract, preview);
    const flag = preview.parameters.find(
      ({ in: where, name, schema }) =>
        where === 'query' && flagNames.has(wordsOf(name).join(' ')) && isType(contract.document, schema ?? true, 'boolean'),
    );
    if (flag && ['POST', 'PATCH', 'PUT'].includes(preview.method)) {
      const sentence = promiseIn(saidIn(valueAt(contract.document, nodeOf(flag.location))));
      const on = sharedTrip(contract, preview, preview);
      return sentence === undefined || on === null ? [] : [at(preview.location, { preview, act: preview, flag: flag.name, on, sentence })];
    }
    const last = wordsOf(preview.path.split('/').at(-1) ?? '').join(' ');
    if (!['GET', 'POST'].includes(preview.method) || !previewing.test(last)) return [];
    const act = namedAct(contract, preview, texts) ?? besideAct(contract, preview);
    if (!act || act.unsupported !== undefined || !areAlike(contract, preview, act)) return [];
    const sentence = promiseIn(texts);
    const on = sharedTrip(contract, preview, act);
    return sentence === undefined || on === null ? [] : [at(preview.location, { preview, act, flag: undefined, on, sentence })];
  });
};
