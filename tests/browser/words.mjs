// Words that no page, header or message may say before it is known who reads them: what would tell somebody who looks
// over a shoulder, or opens another's letter, that money is owed. Whole words, any case.
export const tellTale = {
	en: ['debt', 'debts', 'debtor', 'debtors', 'owe', 'owes', 'owed', 'owing', 'creditor', 'creditors', 'balance', 'overdue', 'past due', 'arrears',
	     'collection', 'collections', 'collector', 'invoice', 'invoices', 'unpaid', 'amount due'],
	es: ['deuda', 'deudas', 'deudor', 'deudora', 'adeuda', 'adeudado', 'debe', 'acreedor', 'saldo', 'moroso', 'mora', 'impago', 'impagado',
	     'cobranza', 'cobro', 'factura', 'facturas'],
	pt: ['dívida', 'dívidas', 'devedor', 'devedora', 'deve', 'credor', 'saldo', 'atraso', 'inadimplente', 'cobrança', 'fatura', 'faturas'],
	fr: ['dette', 'dettes', 'débiteur', 'débitrice', 'doit', 'dû', 'créancier', 'créance', 'solde', 'impayé', 'impayés', 'arriéré', 'recouvrement', 'facture', 'factures'],
	de: ['Schuld', 'Schulden', 'Schuldner', 'Schuldnerin', 'schuldet', 'Gläubiger', 'Gläubigerin', 'Saldo', 'überfällig', 'Rückstand', 'Forderung', 'Forderungen',
	     'Inkasso', 'Mahnung', 'Rechnung', 'Rechnungen', 'unbezahlt'],
	ar: ['دين', 'الدين', 'ديون', 'الديون', 'مدين', 'المدين', 'دائن', 'الدائن', 'رصيد', 'الرصيد', 'متأخرات', 'تحصيل', 'مستحق', 'المستحق', 'فاتورة', 'فواتير'],
};

// Words of the office that no debtor may ever read, signed in or not.
export const office = ['strategy', 'strategies', 'ai_agent', 'score', 'scores', 'scoring', 'propensity', 'internal note', 'uplift', 'champion'];

const escaped = (w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// One expression that finds any of the words as whole words.
export const anyOf = (words, how = 'giu') => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, how);

// An amount of money as any of our languages writes it: digits of any script, and between them and the currency spaces
// that do not break and marks of direction.
const gap = '[ \\u00a0\\u202f\\u200e\\u200f\\u061c]*', code = '(?:EUR|USD|GBP|BRL|MXN)';
export const amount = new RegExp(`[€$£¥]${gap}\\p{Nd}|\\p{Nd}(?:[.,٫٬’]|${gap})(?:\\p{Lu}{0,2}[€$£¥]|${code})(?!\\p{L})|(?<!\\p{L})${code}${gap}\\p{Nd}`, 'gu');

// What an operator notes in the tests, a word for each way to note something; no debtor may ever be shown one.
export const canaryIn = (method) => `kept-from-debtors-${method.replaceAll(/[._]/g, '-')}-7f3a`;
export const canary = /kept-from-debtors[-\w]*/g;
