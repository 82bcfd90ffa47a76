const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
const takes = (properties: object) => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } } },
  },
});

/** What the texts of the start and the finish of a loan say of the canoe. */
export type SaidOfCanoes = { readonly start?: string; readonly finish?: string };

/**
 * Canoes that are lent, and the damages that are reported while they are out.
 * @param isBelow Are loans created below their canoe, with a path of their own.
 */
export const canoesDocument = ({ start = '', finish = '' }: SaidOfCanoes, isBelow = false) => {
  const canoe = {
    type: 'object',
    required: ['id', 'title', 'status'],
    properties: { id: text, title: text, status: { type: 'string', enum: ['free', 'lent', 'repair'], readOnly: true } },
  };
  const loan = {
    type: 'object',
    required: ['id', 'canoe_id', 'state'],
    properties: { id: text, canoe_id: text, state: { type: 'string', enum: ['booked', 'out', 'back'], readOnly: true } },
  };
  const loanRef = { $ref: '#/components/schemas/Loan' };
  const grade = { type: 'string', enum: ['slight', 'severe'] };
  const damage = { type: 'object', required: ['id', 'grade', 'words'], properties: { id: text, grade, words: text } };
  const one = (name: string, schema: object) => ({
    parameters: [{ name, in: 'path', required: true, schema: text }],
    get: { responses: { 200: json(schema), ...refused } },
    delete: { responses: { 204: { description: 'Gone' }, ...refused } },
  });
  const below = (name: string, post: object) => ({
    [`/loans/{loanId}/${name}`]: { parameters: [{ name: 'loanId', in: 'path', required: true, schema: text }], post },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Canoes', version: '1' },
    ...(isBelow ? { components: { schemas: { Loan: loan } } } : {}),
    paths: {
      '/canoes': { post: { ...takes({ title: text }), responses: { 201: json(canoe), ...refused } } },
      '/canoes/{canoeId}': one('canoeId', canoe),
      ...(isBelow
        ? {
            '/canoes/{canoeId}/loans': {
              parameters: [{ name: 'canoeId', in: 'path', required: true, schema: text }],
              post: { ...takes({ days: { type: 'integer', minimum: 1, maximum: 9 } }), responses: { 201: json(loanRef), ...refused } },
            },
          }
        : { '/loans': { post: { ...takes({ canoe_id: text }), responses: { 201: json(loan), ...refused } } } }),
      '/loans/{loanId}': one('loanId', isBelow ? loanRef : loan),
      ...below('start', { description: `From \`booked\` to \`out\`, 409 otherwise. ${start}`, responses: { 200: json(loan), ...refused } }),
      ...below('finish', { description: `From \`out\` to \`back\`, 409 otherwise. ${finish}`, responses: { 200: json(loan), ...refused } }),
      ...below('damages', {
        summary: 'Report a damage',
        description: 'While the loan is `out` (409).',
        ...takes({ grade, words: text }),
        responses: { 201: json(damage), ...refused },
      }),
    },
  };
};
