import { nodeOf } from '../../model/location.ts';
import type { Body, Content, Operation } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import type { ChangeDirection, ChangeVerdict, DocumentChangeKind } from './change.ts';
import { canonical, type Comparison, schemaOf, type Side, type Told } from './comparison.ts';
import type { FormReader } from './form-reader.ts';
import type { Together } from './form.ts';
import type { FoundChange } from './found-change.ts';

export const bodyChanges = (
  comparison: Comparison,
  operation: string,
  before: Pick<Operation, 'body' | 'location'>,
  after: Pick<Operation, 'body' | 'location'>,
  direction: ChangeDirection,
): void => {
  const [was, is] = [before.body, after.body];
  const isRequest = direction === 'request';
  const name = isRequest ? 'the request body' : 'the delivered body';
  const at = {
    direction,
    where: 'body',
    before: nodeOf((was ?? before).location),
    after: nodeOf((is ?? after).location),
  };
  const tell = (kind: DocumentChangeKind, verdict: ChangeVerdict, message: string): Told =>
    comparison.add(operation, { ...at, kind, verdict, message });
  if (was && !is) tell('body-removed', 'breaking', `${name} is gone`);
  if (!was && is)
    tell('body-added', isRequest && is.required ? 'breaking' : 'compatible', `${name} is new${is.required ? ' and required' : ''}`);
  if (!was || !is) return;
  if (was.required !== is.required && isRequest)
    tell(
      is.required ? 'body-required' : 'body-optional',
      is.required ? 'breaking' : 'compatible',
      is.required ? `${name} is now required` : `${name} is not required any more`,
    );
  contentChanges(comparison, operation, was, is, { direction, name, member: isRequest ? 'request' : 'delivered', where: 'body' });
};

export const contentChanges = (
  comparison: Comparison,
  operation: string,
  before: Pick<Body, 'content' | 'location'>,
  after: Pick<Body, 'content' | 'location'>,
  { direction, name, member, where }: { direction: ChangeDirection; name: string; member: string; where: string },
): void => {
  const left = new Set(after.content);
  const at = { direction, where, before: nodeOf(before.location), after: nodeOf(after.location) };
  for (const one of before.content) {
    const other = after.content.find((each) => isSameMedia(each, one)) ?? after.content.find((each) => includesMedia(each, one));
    if (other === undefined) {
      const message = after.content.length === 0 ? `${name} is gone` : `the media type ${one.mediaType} of ${name} is gone`;
      comparison.add(operation, {
        ...at,
        kind: after.content.length === 0 ? 'body-removed' : 'media-type-removed',
        verdict: 'breaking',
        message,
        before: nodeOf(one.location),
      });
      continue;
    }
    left.delete(other);
    encodingChanges(comparison, operation, one, other, { ...at, name, before: nodeOf(one.location), after: nodeOf(other.location) });
    const pair = comparison.compare(
      schemaOf(comparison.before, one.schema, one.schemaLocation ?? one.location),
      schemaOf(comparison.after, other.schema, other.schemaLocation ?? other.location),
      direction === 'request' ? 'request' : 'response',
    );
    if (pair) comparison.collect(operation, pair, direction, { name, member, where });
  }
  for (const other of left) {
    if (before.content.some((one) => includesMedia(one, other))) continue;
    const message = `the media type ${other.mediaType} of ${name} is new`;
    comparison.add(operation, { ...at, kind: 'media-type-added', verdict: 'compatible', message, after: nodeOf(other.location) });
  }
};

/** The encoding of parts that both documents have; that of a new part comes with it. */
const encodingChanges = (
  comparison: Comparison,
  operation: string,
  before: Content,
  after: Content,
  { name, ...change }: Omit<FoundChange, 'kind' | 'verdict' | 'message'> & { readonly name: string },
): void => {
  const read = (side: Side, content: Content): { readonly encoding: Readonly<Record<string, unknown>>; readonly parts: Together } => {
    const media = valueAt(side.document, nodeOf(content.location));
    const parts = schemaOf(side, content.schema, content.schemaLocation ?? content.location);
    return { parts, encoding: isObject(media) && isObject(media['encoding']) ? media['encoding'] : {} };
  };
  const [was, is] = [read(comparison.before, before), read(comparison.after, after)];
  const names = new Set([...Object.keys(was.encoding), ...Object.keys(is.encoding)]);
  const changed = [...names].filter((part) => canonical(was.encoding[part]) !== canonical(is.encoding[part]));
  if (changed.length === 0) return;
  const has = (forms: FormReader, parts: Together, part: string): boolean =>
    forms.alternatives(parts, 'request').all.some(({ form }) => form.members.has(part));
  for (const part of changed)
    if (has(comparison.forms.before, was.parts, part) && has(comparison.forms.after, is.parts, part))
      comparison.add(operation, {
        ...change,
        kind: 'encoding-changed',
        verdict: 'unclear',
        where: `${change.where} /${part}`,
        message: `the encoding of the part \`${part}\` of ${name} (${before.mediaType}) changed`,
      });
};

const mediaOf = ({ mediaType }: Content): string => mediaType.replace(/;.*$/su, '').trim().toLowerCase();

const isSameMedia = (one: Content, other: Content): boolean => mediaOf(one) === mediaOf(other);

/** A range such as `text/*` has the other media type. */
const includesMedia = (range: Content, one: Content): boolean => {
  const media = mediaOf(range);
  return media === '*/*' || (media.endsWith('/*') && mediaOf(one).startsWith(media.slice(0, -1)));
};
