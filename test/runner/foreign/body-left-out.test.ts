import { expect, test } from 'vitest';
import { bayDocument, does } from '../../generators/bay-contract.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** Rigs, to which a plan is sent in a notation that nothing can be made of. Its body is not required; that of a `flag` does not exist. */
const document = bayDocument({
  '/rigs': {
    post: does({
      requestBody: { content: { 'application/x-rig-plan': { schema: { type: 'object', properties: { mast: { type: 'string' } } } } } },
      responses: { '201': { description: 'Made' } },
    }),
  },
  '/flags': { post: does({ responses: { '201': { description: 'Made' } } }) },
});

test('a refusal of a request without the body that the document describes and does not require breaks nothing', async () => {
  const url = await serve((_, outgoing) => {
    outgoing.writeHead(400, { 'content-type': 'application/json' }).end('{"message":"no"}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { allow: ['mutation', 'permanent', 'destructive'] });
  const undeclared = verdicts.flatMap(({ case: one, verdict }) =>
    one.check === 'status/declared' && verdict.kind === 'fail' ? [verdict.finding.operation] : [],
  );
  expect(undeclared).toEqual(['POST /flags']);
});
