import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrderOfWork, marksOf, type Waiting } from '../../server/reports/queue/rules.ts';

const found = (text: string) => marksOf(text).map(({ mark, start, end }) => `${mark}: ${text.slice(start, end)}`);

describe('a moderator is shown', () => {
  test.each([
    ['Чалыңыз 0555 12-34-56 же +996 (700) 11 22 33', ['phone: 0555 12-34-56', 'phone: +996 (700) 11 22 33']],
    ['тел.:996555123456!', ['phone: 996555123456']],
    ['Машина 01KG123ABC жолду тосту', ['plate: 01KG123ABC']],
    ['номери 08 123 АВС, эски В 1234 АВ', ['plate: 08 123 АВС', 'plate: В 1234 АВ']],
    ['Кошунам Асан уулу Бакыт суу ачпайт', ['name: Асан уулу']],
    ['Жооптуу Токтогулова Айгүл келбейт', ['name: Жооптуу Токтогулова Айгүл']],
    ['Обещал Иванов И. и Сергей Петрович', ['name: Обещал Иванов И.', 'name: Сергей Петрович']],
    ['Айгүл эже айтты', ['name: Айгүл эже']],
    ['Бул АКМАКТАР качан оңдошот', ['abuse: АКМАКТАР']],
    ['Тварями их назвать мало', ['abuse: Тварями']],
    // In the cases of both languages, as people write.
    ['Бакыт Асановдун үйүнүн жаны, Айгүл эжеге айткам', ['name: Бакыт Асановдун', 'name: Айгүл эжеге']],
    ['Асан уулунун тосмосу жолду жапты', ['name: Асан уулунун']],
    ['Эргешова Гүлнараны көргөм, Манас агай да билет', ['name: Эргешова Гүлнараны', 'name: Манас агай']],
    ['Спросите Иванову Анну или Петра Сергеевича', ['name: Спросите Иванову Анну', 'name: Петра Сергеевича']],
    ['Со слов И. И. Иванова и Марии Ивановне звонили', ['name: И. И. Иванова', 'name: Марии Ивановне']],
    ['Звоните 0700/11-22-33 или 0 (555) 12 - 34 - 56', ['phone: 0700/11-22-33', 'phone: 0 (555) 12 - 34 - 56']],
    ['WhatsApp +996 777 000 111', ['phone: +996 777 000 111']],
    ['01 kg 777 aaa тосуп коёт, b1234ab да', ['plate: 01 kg 777 aaa', 'plate: b1234ab']],
    ['Жинди айдоочу, энеңди!', ['abuse: Жинди', 'abuse: энеңди']],
    ['Да пошли вы нахуй, уроды, заебали', ['abuse: нахуй', 'abuse: уроды', 'abuse: заебали']],
    ['Келбесеңер өрттөйм', ['abuse: өрттөйм']],
    ['Я вас зарежу', ['abuse: зарежу']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    'Жолдо чоң чуңкур бар, балдар мектепке бара албайт.',
    'Суу 2026-жылдын 12-мартынан бери жок, 15 үй.',
    'Нет света с 10:00 до 18:00, 3 столба, улица 7, дом 12.',
    'Ленин көчөсүндө 120 метр жол жок. Скотомогильник, суктук.',
    '220 вольт, 10 кВ, 1 500 сом',
    '30.11.2026 10:20 чейин, 2026-11-30 08.00, 12/03/2026 бүткөн эмес',
    'С 2019 на этой улице ничего, в 2023 в дом дали воду, к 2026 не сделали',
    'Жолдун баасы 100 500 000 сом, суу 250 000 000 сомго',
    'Координаты: 40.4985 72.8381',
    'Долбоор боюнча курулуш башталган, себеби акча бөлүнгөн. Учебу отменили, небо серое.',
    'Улица Ленина, проспект Масалиева, Мектеп Айтматова.',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a phone number is found whatever is written around it and between its digits', () => {
  const separators = fc.constantFrom('', ' ', '-', ' - ', '.', '/', ' – ');
  const around = fc.constantFrom('', ' ', 'тел ', ', ', '(', '!', '\n', 'чал');
  fc.assert(
    fc.property(fc.stringMatching(/^[2579]\d{8}$/), separators, around, around, (digits, between, before, after) => {
      const number = `0${digits}`.replace(/(\d{4})(\d{2})(\d{2})(\d{2})/, `$1${between}$2${between}$3${between}$4`);
      const text = `${before}${number}${after}`;
      const phones = marksOf(text).filter(({ mark }) => mark === 'phone');
      expect(phones.map(({ start, end }) => text.slice(start, end).replace(/\D/g, ''))).toEqual([`0${digits}`]);
    }),
  );
});

test('marks lie inside the text, in order, whatever it is, and never take long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const marks = marksOf(text);
      for (const { start, end } of marks) expect(0 <= start && start < end && end <= text.length).toBe(true);
      expect(marks.map(({ start }) => start)).toEqual(marks.map(({ start }) => start).sort((a, b) => a - b));
    }),
  );
  // Texts made to send a pattern back and forth; a hang here would fail the run.
  for (const part of ['0 ', 'А', 'Аа ', '1-', 'АаовАаов ', '01 ']) marksOf(part.repeat(4000 / part.length));
});

test('a name is found in every case of it, in both languages', () => {
  const surname = fc.constantFrom('Асанов', 'Токтогулов', 'Киселёв', 'Исаев', 'Калинин');
  const kyrgyz = fc.constantFrom('', 'дун', 'ду', 'го', 'до', 'дон', 'дор', 'дорду');
  const russian = fc.constantFrom('', 'а', 'у', 'ым', 'е', 'ы', 'ой', 'ых');
  const first = fc.constantFrom('Бакыт', 'Айгүл', 'Сергей', 'Мария', 'Жыпар');
  const around = fc.constantFrom('', ' ', 'айтты ', ', ', '(', '\n', 'это ');
  fc.assert(
    fc.property(
      surname,
      fc.oneof(kyrgyz, russian),
      first,
      fc.boolean(),
      around,
      around,
      (last, end, name, turned, a, b) => {
        const person = turned ? `${last}${end} ${name}` : `${name} ${last}${end}`;
        const text = `${a}${person}${b === 'айтты ' || b === 'это ' ? ` ${b}` : b}`;
        const names = marksOf(text).filter(({ mark }) => mark === 'name');
        expect(names.map(({ start, end: to }) => text.slice(start, to))).toEqual([person]);
      },
    ),
  );
});

test('the order of work keeps everything once, and puts nothing behind what is older and no riskier', () => {
  const mark = { mark: 'phone', start: 0, end: 1 } as const;
  const marks = fc.array(fc.constant(mark), { maxLength: 2 });
  const item = fc.record({
    urgent: fc.boolean(),
    claimedBy: fc.constantFrom(null, 'Айжан'),
    marks: fc.record({ description: marks, landmark: marks }),
  });
  const isMarked = ({ marks: { description, landmark } }: Waiting) => description.length + landmark.length > 0;
  const isRiskier = (a: Waiting, b: Waiting) => {
    if ((a.claimedBy === null) !== (b.claimedBy === null)) return a.claimedBy === null;
    if (a.urgent !== b.urgent) return a.urgent;
    return isMarked(a) && !isMarked(b);
  };
  fc.assert(
    fc.property(fc.array(item, { maxLength: 30 }), (list) => {
      const oldestFirst = list.map((each, age) => ({ ...each, age }));
      const sorted = inOrderOfWork(oldestFirst);
      expect(sorted.toSorted((a, b) => a.age - b.age)).toEqual(oldestFirst);
      sorted.forEach((one, at) => {
        for (const later of sorted.slice(at + 1)) {
          expect(isRiskier(later, one)).toBe(false);
          if (!isRiskier(one, later)) expect(one.age).toBeLessThan(later.age);
        }
      });
    }),
  );
});
