### The lake: imports, quality, datasets.

## Navigation and who may

lake-nav-imports = Imports
lake-nav-datasets = Datasets
lake-who-steward = a steward of the agency that holds the data
lake-who-holder = the agency that holds the data, or an auditor

## Fields

lake-field-file = File
lake-field-state = State
lake-field-rows = Rows
lake-field-begun = Begun
lake-field-accepted = Rows accepted
lake-field-quarantined = Rows with quarantined cells
lake-field-format = Format
lake-field-encoding = Encoding
lake-field-delimiter = Delimiter
lake-field-sheet = Sheet
lake-field-header = Header
lake-field-size = Size
lake-field-column = Column
lake-field-type = Type
lake-field-kind = Content
lake-field-nulls = Empty
lake-field-distinct = Distinct
lake-field-range = Least – greatest
lake-field-top = Frequent values (times)
lake-field-dataset = Dataset
lake-field-version = Version
lake-field-published = Published
lake-field-good-share = Good rows
lake-field-import = Import
lake-field-row = Row
lake-field-value = Value
lake-field-error = Problem
lake-field-rule = Rule

## Imports

lake-imports = Imports
lake-imports-lead = Upload a table, check what was found, bind its columns, grade and publish. Leave at any time and come back to the same address.
lake-imports-empty = Nothing has been imported yet
lake-imports-empty-why = Upload a table to begin: CSV, JSON or XLSX, gzip too.
lake-import-new = Import a table
lake-import-number = Import { $number }
lake-upload-lead = The whole table is read to find its encoding, delimiter, header and the type of each column. Bad cells are set apart, the rest is loaded.
lake-upload-file = Table
lake-upload-hint = CSV, TSV, JSON, NDJSON or XLSX; text files may be gzipped; at most 20 GB.
lake-upload-send = Upload and inspect
lake-upload-missing = Choose the file to upload
lake-step-upload = Upload
lake-step-preview = Check and bind
lake-step-load = Check and load
lake-step-grade = Grade
lake-step-publish = Publish
lake-state-inspecting = Inspecting
lake-state-inspected = To be mapped
lake-state-loading = Loading
lake-state-done = Loaded
lake-state-failed = Failed
lake-state-cancelled = Given up
lake-inspecting = Reading the whole file
lake-loading = Checking and loading
lake-come-back = You may close this page and come back later.
lake-done = { $rows } rows loaded, { $quarantined } of them with quarantined cells. This is version { $version } of the dataset.
lake-done-published = The catalogue entry is published: whoever may use it now reads this version.
lake-done-next = Next: confirm the grade of each item, then submit the catalogue entry.
lake-to-grading = Grade the items
lake-to-entry = Catalogue entry
lake-to-dataset = Dataset
lake-failed-nothing-lost = No row is visible to anybody. Read the file another way, or mend it and upload it again.
lake-cancelled = The import was given up
lake-cancel = Give this import up
lake-read-again = Read the file another way
lake-as-found = As found
lake-delimiter-tab = Tab
lake-header-found = Found
lake-header-none = None; the platform named the columns
lake-columns = Columns ({ $count })
lake-nearly = { $type } but for { $count } cells
lake-mapping = Bind columns to data elements
lake-mapping-lead = Each cell of a bound column is checked by its element's rule; what breaks it goes to quarantine.
lake-mapping-bound = { $bound } of { $count } columns have their element chosen; the less certain are left to you.
lake-no-proposal = No proposal
lake-element-of = Data element of { $column }
lake-field-element = Data element
lake-columns-previous = Columns before these
lake-columns-next = Next columns
lake-unbound = Not bound
lake-reason-separator = ;{" "}
lake-destination = Where the rows go
lake-destination-entry = Code of an entry
lake-destination-entry-hint = The rows become the next version of its dataset. Leave empty to begin a new entry.
lake-destination-name = Name of a new entry
lake-destination-name-hint = What the resource is called, such as “School catchments”.
lake-destination-classification = Classification of a new entry
lake-destination-classification-hint = Class (1 digit), item (2), group (3) and detail (may be empty), such as 3000000.
lake-load = Check and load
lake-collected-again = Sharing supplies these data already
lake-collected-again-why = Decree 809, article 19: what can be had through sharing is not collected again. These entries have the same data elements:

## What decided on an encoding

lake-evidence-byte_order_mark = the file's own mark
lake-evidence-zero_bytes = every other byte is zero
lake-evidence-ascii = only ASCII characters
lake-evidence-valid_utf8 = all sequences valid
lake-evidence-frequent_characters = nearly all are frequent characters
lake-evidence-guess = a statistical guess
lake-evidence-named = named by the steward

## Notes

lake-note-duplicate-label = The column name “{ $label }” stands more than once; later ones got a number
lake-note-blank-label = A column has no name and is called { $label }
lake-note-skipped-lines = { $count } lines above the header are not part of the table and were skipped
lake-note-blank-rows = { $count } rows are blank and were not loaded
lake-note-formula-cells = { $count } cells are formulas; their results were taken: { $first }
lake-note-further-sheets = Only the first sheet with content was read; not read: { $names }

## Types

lake-type-string = text
lake-type-integer = whole number
lake-type-number = number
lake-type-boolean = yes or no
lake-type-date = date
lake-type-datetime = date and time
lake-type-time = time
lake-type-year = year

## Datasets

lake-datasets = Datasets
lake-datasets-lead = Your agency's tables. A published version never changes; new rows are a new version.
lake-datasets-empty = No datasets yet
lake-datasets-empty-why = Imported tables appear here.
lake-view-profile = Profile
lake-view-quarantine = Quarantine
lake-panel-title = Data quality
lake-filled = How filled the columns are
lake-quality = Problems by column
lake-quality-clean = Every cell passed its checks.
lake-unit-cells = cells
lake-versions = Versions
lake-versions-rows = Rows by version
lake-lineage = Where it comes from
lake-quarantine-lead = These cells were not loaded; the others of their rows were. Mend the source and import it again for a new version.
lake-quarantine-empty = No quarantined cells
lake-quarantine-empty-why = Every cell of this version passed its checks.
lake-quarantine-download = Download CSV
lake-rule-required = required
lake-rule-encoding = decodable text
lake-error-type-error = Wrong type
lake-error-constraint-error = Breaks its rule
lake-error-extra-cell = Extra cell
lake-error-missing-cell = Missing cell
lake-error-encoding-error = Can't be decoded

## Failures

lake-failure-io = The file could not be read; try again later
lake-failure-empty = The file is empty: export the table again and check that it has rows
lake-failure-unsupported = The file is { $found }, which can't be read as a table: save it as CSV, JSON or XLSX
lake-failure-record-too-long = Row { $row } is longer than 16 MiB: there are no line ends, or a quotation mark is not closed
lake-failure-cell-too-long = Row { $row } has a cell longer than 1 MiB: a quotation mark is probably not closed
lake-failure-unclosed-quote = The file ends inside a quoted cell of row { $row }: it is cut short, or a quotation mark is not closed
lake-failure-json = The JSON is wrong near record { $record }: { $problem }
lake-failure-json-record-too-long = JSON record { $record } is larger than 16 MiB
lake-failure-broken-gzip = The gzip stream is damaged or cut short after row { $row }: compress or upload the file again; no row was loaded
lake-failure-gzip-too-large = After row { $row } the gzip stream has given more than { $bytes } bytes, more than a file may have: send the table in parts; no row was loaded
lake-failure-bomb = The workbook would unpack beyond reason and was refused before unpacking
lake-failure-xlsx = The workbook can't be read: { $problem }
lake-failure-too-wide = The table has more than 16384 columns
lake-failure-wrong-encoding = { $rows } of the first { $of } rows are no { $encoding } text: name the real encoding, or export as UTF-8
lake-failure-unknown-encoding = There is no encoding named “{ $name }”
lake-failure-encode = The rows can't be written as a dataset
lake-failure-platform = The platform failed; try again later

## Problems

lake-problem-not-found = There is no such thing
lake-problem-stale = Somebody changed it meanwhile; reload and try again
lake-problem-not-allowed = It does not stand where this can be done
lake-problem-no-such-column = The file has no such column
lake-problem-no-such-entry = There is no such catalogue entry
lake-problem-no-such-element = There is no such data element
lake-problem-no-name = Give the new entry a name
lake-problem-bad-classification = A classification is class (1 digit), item (2), group (3) and an optional detail
lake-problem-bound-elsewhere = The dataset belongs to another entry already
lake-problem-wrong-offset = Another byte is wanted next
lake-problem-too-long = Beyond the declared size of the file
lake-problem-too-large = The file is too large; at most 20 GB
lake-problem-uploads-full = Your agency's files that are not imported yet leave no room for this one: import some or give them up, then send it again
lake-problem-incomplete = The upload broke off; what arrived is kept, go on from there
lake-problem-no-offset = Give the parameter offset
lake-problem-unreadable = The request can't be read
lake-problem-bad-question = The question can't be read
lake-problem-not-acceptable = Not available in the form asked for
lake-problem-internal = The platform failed
lake-problem-sign-in = Sign in or send a credential
