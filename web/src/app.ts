// What every public page has: the worker, honest times, the hint.
import { forgetting } from './forget';
import { fresh } from './fresh';
import { install } from './install';
import { register } from './register';

fresh();
// A page that has just forgotten everything does not begin anew by itself.
if (!document.querySelector('[data-forget]')) register();
install();
forgetting();
