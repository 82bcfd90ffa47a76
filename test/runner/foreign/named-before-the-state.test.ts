import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { tourDocument, type TourFault, type TourHabit, tourService } from '../../worlds/tours.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const check = 'lifecycle/created-is-listed';

const judged = async (fault?: TourFault | TourHabit): Promise<readonly string[]> => {
  const url = await serve(tourService(fault));
  const { verdicts } = await judgeForeign(writeToolDocument(tourDocument()), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check && one.case.id.includes('~1reports/post'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('what a body names is added before its resource comes to the state that the operation needs', async () => {
  expect(await judged('needs a stop')).toEqual(['pass']);
});

test('a service that lets a resource come to that state before anything was added is not accused', async () => {
  expect(await judged('starts without stops')).not.toContain('created-not-listed');
});

test('what is created with such a body and is not listed is told', async () => {
  expect(await judged('reports are not listed')).toEqual(['created-not-listed']);
});
