import { z } from 'zod';
import { isMembers } from '../kit/answering.ts';
import { jsonObject, readObject } from '../kit/json-object.ts';
import { refuse } from '../kit/refusing.ts';
import type { Call } from './call.ts';
import { images, regions, sizes } from './catalogue.ts';
import type { Changes, Wanted } from './instance.ts';
import type { Settings } from './settings.ts';

const known = <Resource extends { readonly slug: string }>(resources: readonly Resource[], what: string) =>
  z.string().transform((slug, context) => {
    const resource = resources.find((one) => one.slug === slug);
    if (resource !== undefined) return resource;
    context.addIssue({ code: 'custom', message: `There is no such ${what}` });
    return z.NEVER;
  });

const nameOf = ({ isName, longestName }: Settings) => z.string().max(longestName).refine(isName, 'Not usable as a name');
const texts = z.array(z.string());

const creationMembers = (settings: Settings) => ({
  name: nameOf(settings),
  region: known(regions, 'region'),
  size: known(sizes, 'size'),
  image: known(images, 'image'),
  ssh_keys: texts,
  backups: z.boolean(),
  ipv6: z.boolean(),
  tags: texts,
});

const creationSchema = (settings: Settings) => {
  const members = creationMembers(settings);
  const optional = Object.keys(members).filter((name) => !settings.required.includes(name));
  const object = settings.unknownMember === 'refused' ? z.strictObject(members) : z.object(members);
  return object.partial(Object.fromEntries(optional.map((name) => [name, true as const])) as Record<keyof typeof members, true>);
};

const updateSchema = (settings: Settings) => {
  const members = { name: nameOf(settings).optional(), tags: texts.optional() };
  return settings.unknownMember === 'refused' ? z.strictObject(members) : z.object(members);
};

const defaults: Wanted = {
  name: 'instance',
  region: regions[0],
  size: sizes[0],
  image: images[0],
  sshKeys: [],
  backups: false,
  ipv6: false,
  tags: [],
};

const slugOf = (value: unknown): string => (typeof value === 'string' ? value : 'default');
const textOf = (value: unknown, otherwise: string): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : otherwise;
};
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((one) => textOf(one, '')) : typeof value === 'string' ? value.split(',') : [];

const figuresOf = (slug: string): Pick<Wanted['size'], 'vcpus' | 'memoryGb' | 'diskGb'> => {
  const [, vcpus = '1', memoryGb = '1'] = /(\d+)vcpu-(\d+)gb$/.exec(slug) ?? [];
  return { vcpus: Number(vcpus), memoryGb: Number(memoryGb), diskGb: 40 };
};

/** What a creation makes of any value at all. */
export const wantedFromAnything = (value: unknown): Wanted => {
  const given = isMembers(value) ? value : {};
  const [region, size, image] = [slugOf(given['region']), slugOf(given['size']), slugOf(given['image'])];
  return {
    name: textOf(given['name'], defaults.name),
    region: regions.find(({ slug }) => slug === region) ?? { slug: region, name: region },
    size: sizes.find(({ slug }) => slug === size) ?? { slug: size, ...figuresOf(size) },
    image: images.find(({ slug }) => slug === image) ?? { slug: image, id: 900, name: image, distribution: 'Custom' },
    sshKeys: textsOf(given['ssh_keys']),
    backups: Boolean(given['backups']),
    ipv6: Boolean(given['ipv6']),
    tags: textsOf(given['tags']),
  };
};

const acceptMediaType = (call: Call): void => {
  const { settings, body } = call.state;
  if (settings.otherMediaType === 'read' || body === undefined || body.kind === 'empty') return;
  if (call.is('json', '+json') === false) refuse(415, 'other-media-type', 'The request body must be sent as JSON');
};

/**
 * What a creation asks for.
 * @throws {ErrorResponse} for a body that cannot be used.
 */
export const readCreation = (call: Call): Wanted => {
  const { settings, body } = call.state;
  acceptMediaType(call);
  if (settings.leniency === 'anything') return wantedFromAnything(body?.kind === 'value' ? body.value : undefined);
  const { ssh_keys: sshKeys, ...given } = readObject(creationSchema(settings), body, settings.bodyRules);
  const members = Object.fromEntries(Object.entries({ ...given, sshKeys }).filter(([, value]) => value !== undefined));
  return { ...defaults, ...members };
};

/**
 * What an update changes.
 * @throws {ErrorResponse} for a body that cannot be used.
 */
export const readUpdate = (call: Call): Changes => {
  const { settings, body } = call.state;
  acceptMediaType(call);
  if (settings.leniency === 'checked') return readObject(updateSchema(settings), body, settings.bodyRules);
  const given = jsonObject(body, settings.bodyRules);
  return {
    name: given['name'] === undefined ? undefined : textOf(given['name'], defaults.name),
    tags: given['tags'] === undefined ? undefined : textsOf(given['tags']),
  };
};
