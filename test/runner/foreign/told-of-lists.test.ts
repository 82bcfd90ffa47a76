// One file, because loading the checks takes longer than most of these tests.
import { testCountsOfChildren } from './counts-of-children.ts';
import { testNumbersForGood } from './numbers-for-good.ts';
import { testToldSearches } from './told-searches.ts';
import { testWalksAndRemovals } from './walks-and-removals.ts';

testCountsOfChildren();
testNumbersForGood();
testToldSearches();
testWalksAndRemovals();
