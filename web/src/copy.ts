// The one script of a copy of the public pages: how old it is, and what on it is over. A copy whose writer stopped has nobody else to say so.
import { fresh } from './fresh';

fresh();
