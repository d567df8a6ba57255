module nlua

go 1.26
