import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (name: string): object => ({
  description: 'It',
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});
const inPath = { name: 'claimId', in: 'path', required: true, schema: text };
const none = { description: 'None' };

type Said = { readonly approve?: string; readonly tag?: string; readonly forbidden?: string; readonly claim?: object };

const documentWith = ({ approve = '', tag = '', forbidden = 'No', claim = {} }: Said): object => ({
  openapi: '3.1.0',
  info: { title: 'Claims', version: '1' },
  tags: [{ name: 'claims', description: tag }],
  security: [{ key: [] }],
  components: {
    schemas: {
      Claim: {
        type: 'object',
        required: ['id', 'title', 'status'],
        properties: { id: text, title: text, status: { type: 'string', enum: ['DRAFT', 'SUBMITTED', 'APPROVED'] } },
      },
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/claims': {
      post: {
        tags: ['claims'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['title', ...Object.keys(claim)], properties: { title: text, ...claim } },
            },
          },
        },
        responses: { '201': shows('Claim'), '422': none },
      },
    },
    '/claims/{claimId}': {
      parameters: [inPath],
      get: { tags: ['claims'], responses: { '200': shows('Claim'), '404': none } },
      delete: { tags: ['claims'], responses: { '204': none, '404': none } },
    },
    '/claims/{claimId}/submit': {
      parameters: [inPath],
      post: { tags: ['claims'], description: 'DRAFT → SUBMITTED.', responses: { '200': shows('Claim'), '409': none } },
    },
    '/claims/{claimId}/approve': {
      parameters: [inPath],
      post: {
        tags: ['claims'],
        summary: 'Approve a claim',
        description: `SUBMITTED → APPROVED. ${approve}`,
        responses: { '200': shows('Claim'), '403': { description: forbidden }, '409': none },
      },
    },
  },
});

/** What is judged of claims whose maker may, or may not, approve them. */
const judged = async (said: Said, own: 'refused' | 'accepted'): Promise<readonly string[]> => {
  const claims = new Map<string, { id: string; title: string; status: string }>();
  const url = await serveAnswers((method, [root, id, action], given) => {
    if (root !== 'claims') return [404];
    if (id === undefined) {
      if (method !== 'POST') return [405];
      if (typeof given['title'] !== 'string') return [422];
      const claim = { id: `c-${claims.size + 1}`, title: given['title'], status: 'DRAFT' };
      claims.set(claim.id, claim);
      return [201, claim];
    }
    const claim = claims.get(id);
    if (!claim) return [404];
    if (action === undefined) {
      if (method === 'DELETE') claims.delete(id);
      return method === 'GET' ? [200, claim] : [204];
    }
    const [from, to] = action === 'submit' ? ['DRAFT', 'SUBMITTED'] : ['SUBMITTED', 'APPROVED'];
    if (claim.status !== from) return [409];
    if (action === 'approve' && own === 'refused') return [403];
    claim.status = to;
    return [200, claim];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['auth/own-decision-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const rules: readonly Said[] = [
  { approve: 'Nobody approves their own claims (403).' },
  { approve: 'No one can approve their own claim.' },
  { approve: 'You cannot approve your own claim: that is a 403.' },
  { approve: 'Managers may never approve or pay out their own claims.' },
  { approve: 'Approving your own claim is refused with 403.' },
  { approve: 'Whoever filed the claim cannot approve it.' },
  { approve: "The person who created the claim can't also approve it (403)." },
  { approve: 'The author of a claim may not approve it.' },
  { approve: 'A claim has to be approved by somebody other than its author.' },
  { approve: 'It must be approved by a manager other than the one who submitted it, otherwise the answer is 403.' },
  { approve: 'The four-eyes principle applies.' },
  { tag: 'Claims are filed by anybody. A claim is never approved by its author. Nobody may approve or reject their own claims.' },
  { tag: 'Claims need a second look: a submitter cannot approve what they filed.' },
  { forbidden: 'You submitted this claim yourself.' },
];

const silent: readonly Said[] = [
  { approve: 'Managers can approve claims.' },
  { approve: 'Authors may not approve claims. Owners may approve their own claims, too.' },
  { approve: 'Nobody approves their own claims, except owners.' },
  { approve: 'Nobody approves their own claims. Administrators are exempt.' },
  { approve: 'Nobody can approve claims of others; you approve your own claims.' },
  { approve: 'If four-eyes is enabled, whoever filed the claim cannot approve it.' },
  { approve: 'Nobody should approve their own claims.' },
  { approve: 'You cannot edit your own claim after this.' },
  { approve: 'Approving your own claim is quick.' },
  { tag: 'Nobody may delete their own claims.' },
  { tag: 'The four-eyes principle applies to payments.' },
  { forbidden: 'You cannot approve this claim.' },
  { forbidden: 'You created the workspace yourself.' },
  { approve: 'Claims above 1000 need four eyes.' },
  { approve: 'Four eyes: the second approval moves it to `APPROVED`.' },
  { approve: 'The author may not approve before the review is complete.' },
  { approve: 'Needs to be approved by a person other than the one who created the account.' },
  { approve: 'An employee cannot approve their own claims; a manager can.' },
  { tag: 'Requesters never approve what was withdrawn.' },
  { approve: 'Nobody approves their own claims (403).', claim: { employeeId: text } },
];

describe('an action that is not for whoever made the resource', () => {
  test.concurrent.for(rules)(
    'is refused to the maker: %j',
    besideOthers(async (said) => {
      expect(await judged(said, 'refused')).toEqual(['pass']);
      expect(await judged(said, 'accepted')).toEqual(['own-decision-accepted']);
    }),
  );

  test.concurrent.for(silent)(
    'is not judged where the text does not say so of everybody: %j',
    besideOthers(async (said) => {
      expect(await judged(said, 'accepted')).toEqual([]);
    }),
  );
});
