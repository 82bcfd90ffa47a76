// One file, because loading the checks takes longer than most of these tests.
import { testChangesWithoutEffect } from './changes-without-effect.ts';
import { testLimitsOfUses } from './limits-of-uses.ts';
import { testPreviews } from './previews.ts';
import { testValuesInHistory } from './values-in-history.ts';

testChangesWithoutEffect();
testLimitsOfUses();
testPreviews();
testValuesInHistory();
