"""The gallery: all results of all projects, to be found, starred, sorted onto boards, used again and taken out."""
