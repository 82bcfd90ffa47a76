import { insteadOfErrorResponse, layered, statusChanged, without } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import type { ErrorResponse } from '../../kit/error-response.ts';
import type { Call, Layer, PlatformDefect, PlatformDefects, Reason, State } from '../call.ts';
import { answer } from '../call.ts';
import { createResource, lifeFrom } from '../operations.ts';
import { createdResource } from '../resource.ts';
import { createdAnswered, memberAnswered } from './answers.ts';
import { bodyObject } from '../../kit/asking.ts';
import { creationAsked, creationIn, isCreation } from './asked.ts';

/** Creates what the body asks for, whatever is wrong with it. */
const createUnchecked = (call: Call, name = creationIn(call).name): void => {
  answer(call, 201, createdResource(createResource(call.state, { ...creationIn(call), name }), call.state.settings));
};

const isAboutName = ({ fields }: ErrorResponse<Reason>): boolean => fields.every((field) => field === 'name');

/** Accepts a name of a type that must be refused. */
const nameAccepted = (breaks: string, note: string, isMeant: (name: unknown) => boolean): PlatformDefect => ({
  breaks,
  note,
  behind: insteadOfErrorResponse<State>(
    'wrong-type',
    (call) => createUnchecked(call),
    (errorResponse, call) => isAboutName(errorResponse) && isMeant(bodyObject(call)?.['name']),
  ),
});

/** Acts on the resource that a call has just created. */
const whenCreated =
  (act: (call: Call, id: string) => void): Layer =>
  async (call, next) => {
    await next();
    if (call.status === 201 && isCreation(call)) act(call, (call.body as { readonly id: string }).id);
  };

const status = (created: number): PlatformDefect => ({
  breaks: 'CPIO-71',
  note: `A creation is answered ${created}`,
  around: whenCreated((call) => (call.status = created)),
});

const noRegion = { 'CPIO-140': 'the region is one of the missing members' };

const slugOf = (name: unknown): unknown => (typeof name === 'string' ? name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-') : name);

/** The id for a moment in whole seconds, with the usual prefix. */
const idOfSecond = (nowMs: number): string => `res_${Math.floor(nowMs / 1000).toString(36)}`;

/** The effects of creations. */
export const creationDefects: PlatformDefects = {
  'create-status-200': status(200),
  'create-status-202': status(202),
  'create-not-stored': {
    breaks: 'CPIO-72',
    note: '201 with an id that reads then answer with 404',
    alsoBreaks: { 'CPIO-48': 'no traversal finds the created resource' },
    behind: whenCreated((call, id) => {
      const { resources } = call.state.account;
      const resource = resources.find(id, Date.now());
      if (resource !== undefined) resources.remove(resource, Date.now());
    }),
  },
  'create-not-listed': {
    breaks: 'CPIO-72',
    note: 'A new resource reads 200 but never appears in the list',
    alsoBreaks: { 'CPIO-48': 'no traversal finds the created resource' },
    settings: { lag: { listedAfterMs: Infinity } },
  },
  'create-body-empty': {
    breaks: 'CPIO-73',
    note: '201 without a body',
    alsoBreaks: noRegion,
    around: whenCreated((call) => {
      call.body = '';
      call.remove('Content-Type');
    }),
  },
  'create-body-id-only': {
    breaks: 'CPIO-73',
    note: '201 with only the id',
    alsoBreaks: noRegion,
    around: createdAnswered(({ id }) => ({ id })),
  },
  'create-body-created-at-missing': {
    breaks: 'CPIO-73',
    note: '201 has no created_at',
    around: createdAnswered((resource) => without(resource, 'created_at')),
  },
  'create-body-region-missing': {
    breaks: 'CPIO-140',
    note: '201 does not contain the region that was sent',
    around: createdAnswered((resource) => without(resource, 'region')),
  },
  'ids-collide': {
    breaks: 'CPIO-74',
    note: 'Two creations in the same second get the same id',
    shownBy: ['CPIO-74'],
    behind: (call, next) => {
      const { name } = creationIn(call);
      if (!isCreation(call) || name === '') return next();
      const { resources } = call.state.account;
      const id = idOfSecond(Date.now());
      const first = resources.everything.findIndex((resource) => resource.id === id);
      const taken = resources.everything[first];
      if (taken !== undefined) {
        resources.change(taken, { name }, Date.now());
        // The answer shows the first state even late in the second, so that only the id is wrong.
        taken.lifecycle = lifeFrom(Date.now(), call.state);
      }
      const resource = taken ?? createResource(call.state, { ...creationIn(call), id });
      answer(call, 201, createdResource(resource, call.state.settings));
      return undefined;
    },
  },
  'create-ignores-region': {
    breaks: 'CPIO-75',
    note: 'The region is always us-east-1, whatever was sent',
    behind: creationAsked((body) => ({ ...body, region: 'us-east-1' })),
  },
  'create-name-slugified': {
    breaks: 'CPIO-75',
    note: 'The name comes back in lower case with hyphens',
    behind: creationAsked((body) => ({ ...body, ...(Object.hasOwn(body, 'name') && { name: slugOf(body['name']) }) })),
  },
  'create-status-active': { breaks: 'CPIO-76', note: 'A new resource is active at once', settings: { stages: [] } },
  'region-required': {
    breaks: 'CPIO-77',
    note: 'A body without region is answered 422',
    behind: (call, next) => {
      const body = isCreation(call) ? bodyObject(call) : undefined;
      if (body === undefined || Object.hasOwn(body, 'region') || typeof body['name'] !== 'string') return next();
      return refuse(422, 'missing-member', 'Missing required fields', { faults: [{ field: 'region', message: 'Required' }] });
    },
  },
  'missing-name-accepted': {
    breaks: 'CPIO-78',
    note: 'A body without name is answered 201',
    behind: insteadOfErrorResponse<State>('missing-member', (call) => createUnchecked(call, 'Untitled'), isAboutName),
  },
  'missing-name-400': {
    breaks: 'CPIO-78',
    note: 'A body without name is answered 400',
    around: statusChanged('missing-member', 400),
  },
  'name-object-accepted': nameAccepted('CPIO-79', 'The name {} is answered 201', (name) => typeof name === 'object' && name !== null),
  'name-null-accepted': nameAccepted('CPIO-79', 'The name null is answered 201', (name) => name === null),
  'invalid-name-400': {
    breaks: 'CPIO-79',
    note: 'A name of the wrong type is answered 400 while a missing one is 422',
    around: statusChanged('wrong-type', 400),
  },
  'name-number-converted': nameAccepted('CPIO-80', 'The name 7 is answered 201 with the name "7"', (name) => typeof name === 'number'),
  'refused-create-stored': {
    breaks: 'CPIO-84',
    note: 'A resource without a name is stored before the answer 422',
    around: async (call, next) => {
      await next();
      if (call.state.errorResponse?.status === 422 && isCreation(call)) createResource(call.state, { name: '' });
    },
  },
  'name-mojibake': {
    breaks: 'CPIO-17',
    note: 'UTF-8 bytes of a name are read as Latin-1',
    behind: creationAsked((body) => ({
      ...body,
      ...(typeof body['name'] === 'string' && { name: Buffer.from(body['name']).toString('latin1') }),
    })),
  },
  'astral-characters-lost': {
    breaks: 'CPIO-17',
    note: 'Four-byte characters of a name come back as question marks',
    around: layered(
      ...memberAnswered('name', (name) => (typeof name === 'string' ? name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?') : name)),
    ),
  },
};
