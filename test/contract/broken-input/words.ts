import { stringify } from 'yaml';
import { requirement } from '../support.ts';
import { type Broken, entry, ledger, mill, overlay, sound, words } from './builders.ts';

const action = (target: string, rest: string): string =>
  `overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n  - target: ${target}\n    ${rest}\n`;

/** Overlays that fit no document, or not this one. */
export const overlays: readonly Broken[] = [
  overlay('an overlay that is empty', ''),
  overlay('an overlay that is a list', '- target: $\n'),
  overlay('an overlay that is broken YAML', 'overlay: 1.0.0\nactions: [\n'),
  overlay('an overlay that is an OpenAPI document', mill(sound)),
  overlay('an overlay in UTF-16', Buffer.from('\uFEFFoverlay: 1.0.0\n', 'utf16le')),
  overlay('an overlay whose version is a number', 'overlay: 1.0\nactions: [{target: $, update: {}}]\n'),
  overlay('an overlay without actions', "overlay: 1.0.0\ninfo: {title: O, version: '1'}\n"),
  overlay('actions that are a mapping', 'overlay: 1.0.0\nactions: {target: $}\n'),
  overlay('an action that is a text', 'overlay: 1.0.0\nactions: [$.paths]\n'),
  overlay('a target that is a number', 'overlay: 1.0.0\nactions: [{target: 5, update: {}}]\n'),
  overlay('a target that is a JSON pointer', action("'#/paths/~1sound/get'", 'update: {summary: x}')),
  overlay('a target of a misspelt path', action(`"$.paths['/suond'].get"`, 'update: {summary: x}')),
  overlay('a target with a filter that never ends', action(`"$.paths[?(@.get"`, 'update: {summary: x}')),
  overlay('a target that is empty', action("''", 'update: {summary: x}')),
  overlay('a misspelt member of an action', action('$', 'updates: {summary: x}')),
  overlay('remove that is a text', action('$.info', "remove: 'yes'")),
  overlay('an update that takes the paths away', action('$.paths', 'remove: true')),
  overlay('an update that makes the paths a text', action('$', 'update: {paths: none}')),
  overlay('an update that changes the version', action('$', "update: {openapi: '9.9.9'}")),
  overlay(
    'an update with a reference to nothing',
    action(`"$.paths['/sound'].get.responses"`, "update: {'400': {$ref: '#/components/responses/None'}}"),
  ),
  overlay('an update with a misspelt x-assay word', action(`"$.paths['/sound'].get"`, 'update: {x-assay: {paginaton: {}}}')),
  { ...overlay('an overlay that is not there', ''), files: { 'mill.yaml': mill(sound) }, isPlaceless: true },
];

/** Words of x-assay that are misspelt, of another type, or name what is not there. */
export const xAssay: readonly Broken[] = [
  words('a misspelt word at the root', (tree) => Object.assign(tree['x-assay'], { ressources: {} })),
  words('a word of an operation at the root', (tree) => Object.assign(tree['x-assay'], { colection: {} })),
  words('a misspelt word of a resource type', (tree) => Object.assign(tree['x-assay'].resources.parcel, { craete: 'sendParcel' })),
  words('a misspelt refusal', (tree) => Object.assign(tree['x-assay'].refusals, { mising: { status: 400 } })),
  words('a misspelt word of a refusal', (tree) => Object.assign(tree['x-assay'].refusals.missing, { staus: 400 })),
  words('a misspelt word of an operation', (tree) => Object.assign(tree.paths['/parcels'].get['x-assay'], { filtres: {} })),
  words('a misspelt word of pagination', (tree) => Object.assign(tree.paths['/parcels'].get['x-assay'].pagination, { limmit: 'x' })),
  words('a misspelt kind of pagination', (tree) => Object.assign(tree.paths['/parcels'].get['x-assay'].pagination, { kind: 'curser' })),
  words('a misspelt word of a filter', (tree) => Object.assign(tree.paths['/parcels'].get['x-assay'].filters.town, { att: '/town' })),
  words('a misspelt word of a collection', (tree) => Object.assign(tree.paths['/parcels'].get['x-assay'].collection, { itmes: 'x' })),
  words('a filter by a parameter that is not there', (tree) =>
    Object.assign(tree.paths['/parcels'].get['x-assay'].filters, { twon: { at: '/town' } }),
  ),
  words('an expression that is none', (tree) =>
    Object.assign(tree.paths['/parcels'].get['x-assay'].collection, { items: '$respnse.body#/a' }),
  ),
  words('an expression of a parameter that is not there', (tree) =>
    Object.assign(tree.paths['/parcels'].get['x-assay'].pagination, { limit: '$request.query.sizes' }),
  ),
  words('a status that is a text', (tree) => Object.assign(tree['x-assay'].refusals.missing, { status: 'bad' })),
  words('a status beyond 599', (tree) => Object.assign(tree['x-assay'].unknown.path, { status: 999 })),
  words('resources that are a list', (tree) => Object.assign(tree['x-assay'], { resources: ['parcel'] })),
  words('a resource type that lists by an operation that is not there', (tree) =>
    Object.assign(tree['x-assay'].resources.parcel, { list: 'listParcel' }),
  ),
  words('a resource type that is removed by a text', (tree) => Object.assign(tree['x-assay'].resources.parcel, { remove: 5 })),
  words('a pointer without a slash', (tree) => Object.assign(tree['x-assay'].resources.parcel, { id: 'key' })),
  words('an x-requirement of an id that is not there', (tree) =>
    Object.assign(tree.components.schemas.Parcel, { 'x-requirement': ['P-99'] }),
  ),
  words('an x-requirement that is a text', (tree) => Object.assign(tree.components.schemas.Parcel, { 'x-requirement': 'P-4' })),
  words('an x-assay of an operation that is a text', (tree) => Object.assign(tree.paths['/parcels'].post, { 'x-assay': 'creates' })),
  words('anywhere with a reference to nothing', (tree) =>
    Object.assign(tree['x-assay'].anywhere, { '500': { $ref: '#/components/responses/Falt' } }),
  ),
];

/** Ledgers whose entries cannot be read. */
export const ledgers: readonly Broken[] = [
  ledger('a ledger that is empty', ''),
  ledger('a ledger that is a list', stringify([requirement('MILL-1', [])])),
  ledger('a ledger that is a text', 'none\n'),
  ledger('a ledger that is broken YAML', 'requirements:\n  - id: MILL-1\n   title: x\n'),
  ledger('a ledger in UTF-16', Buffer.from('\uFEFFrequirements: []\n', 'utf16le')),
  ledger('requirements that are a mapping', 'requirements: {MILL-1: {title: x}}\n'),
  ledger('an entry that is a text', 'requirements: [MILL-1]\n'),
  ledger('standard that is a text', 'standard: "no"\nrequirements: []\n'),
  entry('an id that is a number', { id: 1 }),
  entry('an id that is empty', { id: '' }),
  entry('an unknown level', { level: 'shall' }),
  entry('a level in capitals', { level: 'MUST' }),
  entry('an unknown area', { area: 'schemas' }),
  entry('an unknown basis', { basis: 'guessed' }),
  entry('no title', { title: undefined }),
  entry('lines that are a number', { lines: 12 }),
  entry('operations that are a mapping', { operations: { get: '/a' } }),
  entry('an operation that is not there', { operations: ['GET /suond'] }),
  entry('checks that are a text', { checks: 'schema/body' }),
  entry('defects that are a list', { defects: ['broken'] }),
  entry('a defect that is a number', { defects: { broken: 5 } }),
  ledger('an id that is taken', stringify({ requirements: [requirement('MILL-1', []), requirement('MILL-1', [])] })),
  ledger('an id of a standard requirement', stringify({ requirements: [requirement('OAS-1', [])] })),
  {
    ...ledger('a list of open requirements that is a mapping', 'standard: false\nrequirements: []\n'),
    files: { 'mill.yaml': mill(sound), 'requirements.yaml': 'standard: false\nrequirements: []\n', 'open.yaml': 'MILL-1: x\n' },
  },
  {
    ...ledger('an open requirement without an id', 'standard: false\nrequirements: []\n'),
    files: { 'mill.yaml': mill(sound), 'requirements.yaml': 'standard: false\nrequirements: []\n', 'open.yaml': '- check: x\n' },
  },
];
