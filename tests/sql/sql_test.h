#ifndef PARLANCE_SQL_TEST_H
#define PARLANCE_SQL_TEST_H

/*
 * Tests of what works on a database: migrations, content, command line,
 * doctor, maintenance, reports.  usage: sql_test CONFIG, where CONFIG belongs
 * to a scratch database with schema and content; the order of the groups in
 * sql_test.c is that in which they change it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config.h"

struct arena;
struct db;

/* What all tests share. */
struct sql_test {
	const char *program; /* path of the command line */
	const char *config_path;
	struct config config;
	struct arena *arena;
	struct db *app, *migrate, *report; /* one connection of each account */
};

extern struct sql_test sql_test;

/* Run each group; 0, or the number of failed tests. */
int command_tests(void);
int content_tests(void);
int doctor_tests(void);
int maintain_tests(void);
int migrate_tests(void);
int report_tests(void);

/* Run ${sql} with the account of migrate; a failure fails the test. */
void sql_run(const char *sql);

/* Return the first cell of ${sql}, "NULL" for NULL, "" without a row. */
const char *sql_value(const char *sql);

/* Run all files of tests/sql/fixture/${name}. */
void fixture_load(const char *name);

/* Make a fresh directory and return its path. */
const char *directory_new(void);

/* Copy ${from} to ${to}; the directory of ${to} must be there. */
void file_copy(const char *from, const char *to);

/* Write ${text} to a file. */
void file_write(const char *path, const char *text);

/* Assert that the doctor finds nothing. */
void assert_sound(void);

/* Assert that ${text} is there and holds ${part}. */
void assert_holds(const char *text, const char *part);

#endif
