import { z } from 'zod';

// Zod compiles its schemas with `new Function`, which the page's policy forbids and would report. Imported first,
// because the schemas of the contract are made when their modules load.
z.config({ jitless: true });
