import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { requirement } from '../contract/support.ts';

/** A lending library with deletable loans and notes that belong to a loan; every name is made up. */
export const loanDocument = {
  openapi: '3.1.0',
  info: { title: 'Loans', version: '1' },
  security: [{ token: [] }],
  'x-assay': {
    auth: { unauthenticated: { status: 401 } },
    refusals: {
      missing: { status: 422, 'x-requirement': ['L-MISSING'] },
      reference: { status: [404, 422], 'x-requirement': ['L-REFERENCE'] },
    },
    durations: { 'loan.open': { description: 'Until a loan is open.', seconds: 60 } },
    fixtures: { pledged: { description: 'A loan that is in use.' } },
    resources: {
      loan: {
        'x-requirement': ['L-SUCCESS', 'L-LISTED', 'L-PLACE', 'L-MANY', 'L-ANY-LISTED'],
        create: 'lend',
        read: 'showLoan',
        list: 'showLoans',
        update: 'amend',
        remove: 'giveBack',
        shown: { create: '$response.body#/loan' },
        id: '/ref',
        name: '/title',
        state: '/phase',
        changes: ['title', 'marks'],
        states: {
          'x-requirement': ['L-STATES'],
          initial: { is: 'fresh', 'x-requirement': ['L-INITIAL'] },
          reaches: { open: { within: 'loan.open', 'x-requirement': ['L-REACHED', 'L-TIME'] } },
          steady: { 'x-requirement': ['L-STEADY'] },
        },
        removed: {
          read: { status: 404, 'x-requirement': ['L-GONE'] },
          unlisted: { 'x-requirement': ['L-UNLISTED'] },
          again: { status: 404, 'x-requirement': ['L-AGAIN'] },
          inUse: { status: 409, fixture: 'pledged', 'x-requirement': ['L-IN-USE'], kept: { 'x-requirement': ['L-KEPT'] } },
        },
      },
      note: { create: 'scribble', list: 'showNotes', remove: 'erase', id: '/no' },
    },
  },
  paths: {
    '/loans': {
      get: {
        operationId: 'showLoans',
        'x-requirement': ['L-AGREES', 'L-STABLE', 'L-OBJECTS'],
        'x-assay': { collection: { items: ['$response.body', '$response.body#/*'] } },
        responses: { '2XX': { description: 'All loans' } },
      },
      post: {
        operationId: 'lend',
        'x-requirement': ['L-ACCEPTED', 'L-OWN-IDS', 'L-DONE', 'L-NOTHING-STORED', 'L-REPEATED', 'L-KEYED', 'L-ANY-ACCEPTED'],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Lending' } } },
        },
        responses: {
          '2XX': {
            description: 'Lent',
            content: {
              'application/json': {
                schema: { type: 'object', required: ['loan'], properties: { loan: { $ref: '#/components/schemas/Loan' } } },
              },
            },
          },
        },
      },
    },
    '/loans/{ref}': {
      parameters: [{ name: 'ref', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'showLoan',
        'x-requirement': [
          'L-READABLE',
          'L-ASKED-FOR',
          'L-POLLABLE',
          'L-TYPES',
          'L-ANSWERS',
          'L-SAME-READ',
          'L-ANY-READABLE',
          'L-ANY-ALIKE',
        ],
        responses: { '2XX': { description: 'The loan' } },
      },
      patch: {
        operationId: 'amend',
        'x-requirement': ['L-UPDATE', 'L-UPDATE-KEPT', 'L-CONFIRMED', 'L-REST'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  title: { type: 'string', 'x-assay': { fresh: true } },
                  marks: { type: 'array', items: { type: 'string' } },
                },
              },
            },
          },
        },
        responses: { '2XX': { description: 'Amended' } },
      },
      delete: {
        operationId: 'giveBack',
        'x-requirement': ['L-REMOVE', 'L-ONLY-ONE', 'L-DONE', 'L-AGAIN-RECORDED'],
        responses: { '2XX': { description: 'Given back' } },
      },
    },
    '/notes': {
      get: {
        operationId: 'showNotes',
        'x-assay': { collection: { items: '$response.body#/notes' } },
        responses: { '200': { description: 'All notes' } },
      },
      post: {
        operationId: 'scribble',
        'x-requirement': ['L-NOTE'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['loan_ref', 'text'],
                properties: {
                  loan_ref: { type: 'string', 'x-assay': { refers: 'loan' } },
                  text: { type: 'string', 'x-assay': { fresh: true } },
                },
              },
            },
          },
        },
        responses: { '201': { description: 'Noted' } },
      },
    },
    '/notes/{no}': {
      delete: {
        operationId: 'erase',
        parameters: [{ name: 'no', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '204': { description: 'Erased' } },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Lending: {
        type: 'object',
        required: ['title', 'shelf', 'marks'],
        properties: {
          title: { type: 'string', 'x-requirement': ['L-TEXT', 'L-PLAIN-TEXT', 'L-ANY-TEXT', 'L-LONG-TEXT'], 'x-assay': { fresh: true } },
          shelf: { type: 'string', examples: ['oak'] },
          marks: { type: 'array', items: { type: 'string' }, examples: [['red', 'new']] },
        },
      },
      Loan: {
        type: 'object',
        required: ['ref', 'title', 'phase', 'since'],
        properties: {
          ref: { type: 'string' },
          title: { type: 'string', 'x-requirement': ['L-REPEATS', 'L-ANY-REPEATED'], 'x-assay': { repeats: '$request.body#/title' } },
          shelf: { type: 'object', 'x-requirement': ['L-WHOLE'], properties: { code: { type: 'string' }, rows: { type: 'number' } } },
          marks: { type: 'array', 'x-requirement': ['L-INCLUDES', 'L-ANY-REPEATED'], 'x-assay': { includes: '$request.body#/marks' } },
          phase: { type: 'string' },
          since: { type: 'string', 'x-requirement': ['L-MOMENT', 'L-CONSTANT'], 'x-assay': { moment: 'creation', constant: true } },
          seen: { type: 'string', 'x-requirement': ['L-NOT-BEFORE'], 'x-assay': { notBefore: '/since' } },
        },
      },
    },
  },
};

/** Which check decides each requirement. */
export const loanRequirements: Readonly<Record<string, string>> = {
  'L-SUCCESS': 'status/success-recorded',
  'L-LISTED': 'lifecycle/created-is-listed',
  'L-PLACE': 'schema/thing-place-recorded',
  'L-MANY': 'lifecycle/many-created-are-listed',
  'L-INITIAL': 'lifecycle/initial-state',
  'L-REACHED': 'lifecycle/state-reached',
  'L-TIME': 'lifecycle/time-to-state-recorded',
  'L-STEADY': 'lifecycle/states-steady',
  'L-GONE': 'lifecycle/removed-is-gone',
  'L-UNLISTED': 'lifecycle/removed-is-unlisted',
  'L-AGAIN': 'lifecycle/removed-again-refused',
  'L-IN-USE': 'concurrency/in-use-refused',
  'L-KEPT': 'concurrency/in-use-is-kept',
  'L-AGREES': 'lifecycle/state-agrees',
  'L-STABLE': 'lifecycle/id-is-stable',
  'L-OBJECTS': 'schema/things-are-objects',
  'L-ACCEPTED': 'lifecycle/creation-accepted',
  'L-OWN-IDS': 'lifecycle/creations-have-own-ids',
  'L-DONE': 'lifecycle/done-means-success',
  'L-NOTHING-STORED': 'lifecycle/creation-stores-nothing-when-refused',
  'L-REPEATED': 'idempotency/repeated-creation-recorded',
  'L-KEYED': 'idempotency/keyed-creation-recorded',
  'L-READABLE': 'lifecycle/created-is-readable',
  'L-ASKED-FOR': 'lifecycle/read-gives-the-thing-asked-for',
  'L-POLLABLE': 'lifecycle/state-pollable',
  'L-TYPES': 'schema/same-types-everywhere',
  'L-ANSWERS': 'lifecycle/answers-agree',
  'L-SAME-READ': 'idempotency/read-repeats',
  'L-UPDATE': 'lifecycle/update-accepted',
  'L-UPDATE-KEPT': 'lifecycle/update-kept',
  'L-CONFIRMED': 'lifecycle/update-is-confirmed-later',
  'L-REST': 'lifecycle/update-leaves-the-rest',
  'L-REMOVE': 'lifecycle/remove-accepted',
  'L-ONLY-ONE': 'lifecycle/remove-takes-only-one',
  'L-AGAIN-RECORDED': 'lifecycle/removed-again-recorded',
  'L-TEXT': 'lifecycle/text-kept',
  'L-PLAIN-TEXT': 'lifecycle/plain-text-kept',
  'L-ANY-TEXT': 'lifecycle/text-kept-or-refused',
  'L-LONG-TEXT': 'lifecycle/long-text-kept-or-refused',
  'L-STATES': 'lifecycle/states-recorded',
  'L-WHOLE': 'schema/whole-after-creation',
  'L-INCLUDES': 'schema/includes-request',
  'L-REPEATS': 'schema/repeats-request',
  'L-MOMENT': 'schema/moment-of-creation',
  'L-CONSTANT': 'schema/constant-value',
  'L-NOT-BEFORE': 'schema/moment-not-before',
  'L-REFERENCE': 'errors/unknown-reference-refused',
  'L-ANY-ACCEPTED': 'properties/any-body-accepted',
  'L-ANY-REPEATED': 'properties/any-body-repeated',
  'L-ANY-READABLE': 'properties/any-body-readable',
  'L-ANY-LISTED': 'properties/any-body-listed',
  'L-ANY-ALIKE': 'properties/any-body-shown-alike',
};

const recorded = new Set(['L-SUCCESS', 'L-PLACE', 'L-TIME', 'L-STATES', 'L-REPEATED', 'L-KEYED', 'L-AGAIN-RECORDED']);

/** Writes the contract into a folder of its own, which the caller removes; requirements without checks are left undecided. */
export const writeLoans = (only: (id: string) => boolean = () => true): { readonly folder: string; readonly file: string } => {
  const kept = Object.entries(loanRequirements).filter(([id]) => only(id));
  const others = ['L-MISSING', 'L-NOTE', ...Object.keys(loanRequirements).filter((id) => !only(id))];
  const requirements = [
    ...kept.map(([id, check]) => requirement(id, [check], { area: 'lifecycle', level: recorded.has(id) ? 'observe' : 'must' })),
    // They stand in the document and are decided by nobody here.
    ...others.map((id) => requirement(id, [], { level: 'untestable' })),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'assay-loans-'));
  const file = join(folder, 'loans.yaml');
  writeFileSync(file, stringify(loanDocument));
  writeFileSync(join(folder, 'requirements.yaml'), stringify({ standard: false, requirements: requirements }));
  return { folder, file };
};
