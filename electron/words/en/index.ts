import answers from './answers.json' with { type: 'json' };
import attributes from './attributes.json' with { type: 'json' };
import chips from './chips.json' with { type: 'json' };
import dialogs from './dialogs.json' with { type: 'json' };
import exchange from './exchange.json' with { type: 'json' };
import findings from './findings.json' with { type: 'json' };
import ignored from './ignored.json' with { type: 'json' };
import menu from './menu.json' with { type: 'json' };
import servers from './servers.json' with { type: 'json' };
import things from './things.json' with { type: 'json' };

/** Words that the page, the command line and the desktop share, in English; the other languages have the same keys. */
export const en = { answers, attributes, chips, dialogs, exchange, findings, ignored, menu, servers, things };
